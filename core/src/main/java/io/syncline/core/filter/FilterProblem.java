package io.syncline.core.filter;

/**
 * What is wrong with a filter. It names operators and fields, and never repeats a literal.
 *
 * @param column the character of the filter's text where it was noticed, from 1
 * @param message one sentence or two, with what to write instead where that is known
 */
public record FilterProblem(int column, String message) {
    @Override
    public String toString() {
        return "column " + column + ": " + message;
    }
}
