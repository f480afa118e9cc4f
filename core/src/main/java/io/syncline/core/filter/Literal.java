package io.syncline.core.filter;

import java.math.BigDecimal;

/** A value as it is written in a condition, before anybody knows which type is meant. */
public sealed interface Literal {
    /** Characters between single quotes; also dates, times and identifiers. */
    record Text(String text) implements Literal {}

    /** An exact number, with as many digits after the point as were written. */
    record Exact(BigDecimal number) implements Literal {}

    /** {@code TRUE} or {@code FALSE}. */
    record Bool(boolean is) implements Literal {}

    /** {@code NULL}, with which nothing compares. */
    enum Null implements Literal {
        /** The only one there is. */
        NULL
    }

    /** As the parser reads it. */
    default String sql() {
        return switch (this) {
            case Text(String text) -> "'" + text.replace("'", "''") + "'";
            case Exact(BigDecimal number) -> number.toPlainString();
            case Bool(boolean is) -> is ? "TRUE" : "FALSE";
            case Null _ -> "NULL";
        };
    }
}
