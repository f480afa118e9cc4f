package io.syncline.rules.cel;

/** An expression could not be evaluated for some row; the message, which has no value, says why. */
final class ExpressionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ExpressionException(String message) {
        super(message);
    }
}
