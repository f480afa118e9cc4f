package io.syncline.rules.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelErrorCode;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelKind;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An expression that was read and checked. Pure, and safe to share between threads. */
final class Expression {
    /** More would only repeat the first. */
    private static final int PROBLEMS_MAX = 3;

    private final CelRuntime.Program program;

    private Expression(CelRuntime.Program program) {
        this.program = program;
    }

    /**
     * Reads and checks an expression.
     *
     * @throws IllegalArgumentException if it is none; the message says where and why
     */
    static Expression compile(String text) {
        try {
            CelAbstractSyntaxTree read = Dialect.COMPILER.compile(text).getAst();
            CelKind result = read.getResultType().kind();
            if (result == CelKind.DURATION || result == CelKind.TYPE) {
                throw new IllegalArgumentException(
                        "the expression gives a %s, which no field holds"
                                .formatted(result == CelKind.TYPE ? "type" : "duration"));
            }
            return new Expression(Dialect.RUNTIME.createProgram(read));
        } catch (CelValidationException e) {
            throw new IllegalArgumentException("the expression: " + problems(e.getErrors()));
        } catch (CelEvaluationException e) {
            throw new IllegalArgumentException("the expression cannot be prepared");
        }
    }

    private static String problems(List<CelIssue> issues) {
        String first =
                issues.stream()
                        .limit(PROBLEMS_MAX)
                        .map(Expression::problem)
                        .collect(Collectors.joining("; "));
        int more = issues.size() - PROBLEMS_MAX;
        return more > 0 ? first + "; and " + more + " more" : first;
    }

    private static String problem(CelIssue issue) {
        // What follows lists all that the library has by the names it has inside.
        String words = issue.getMessage().replaceFirst("(?s) \\((in container|candidates:).*", "");
        int line = issue.getSourceLocation().getLine();
        return line < 1
                ? words
                : "line %d, column %d: %s"
                        .formatted(line, issue.getSourceLocation().getColumn() + 1, words);
    }

    /**
     * What it gives; never null.
     *
     * @throws ExpressionException if it fails
     */
    Object evaluate(Map<String, Object> seen) {
        try {
            return program.eval(seen);
        } catch (CelEvaluationException e) {
            throw e.getCause() instanceof ExpressionException own
                    ? own
                    : new ExpressionException(words(e.getErrorCode()));
        }
    }

    /** The library's own words have the values of rows. */
    private static String words(CelErrorCode code) {
        return switch (code) {
            case ATTRIBUTE_NOT_FOUND, INDEX_OUT_OF_BOUNDS ->
                    "it asks for a field or an item that is not there";
            case DIVIDE_BY_ZERO -> "it divides by zero";
            case NUMERIC_OVERFLOW -> "a number gets too large";
            case OVERLOAD_NOT_FOUND, AMBIGUOUS_OVERLOAD, TYPE_NOT_FOUND ->
                    "an operator or a function is given values of types that it does not take";
            case ITERATION_BUDGET_EXCEEDED -> "it goes through too many items";
            case BAD_FORMAT, INVALID_ARGUMENT, DUPLICATE_ATTRIBUTE, INTERNAL_ERROR ->
                    "an operator or a function is given a value that it cannot use";
        };
    }
}
