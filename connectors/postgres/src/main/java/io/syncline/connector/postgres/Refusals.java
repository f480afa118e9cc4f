package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Outcome;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Which errors of the server are the data's fault. Pure. */
final class Refusals {
    private Refusals() {}

    /** The error that the server reported for a statement of a batch. */
    static SQLException root(SQLException error) {
        SQLException next = error.getNextException();
        return error instanceof BatchUpdateException && next != null ? next : error;
    }

    /**
     * The rule that refused the data, or null if the error is none of the data's. Codes that the
     * server itself does not use come from triggers, which may raise whatever they like.
     */
    static Outcome.@Nullable Kind kind(SQLException error) {
        String state = String.valueOf(root(error).getSQLState());
        return switch (state) {
            case "23505", "23P01" -> Outcome.Kind.UNIQUE;
            // Two lanes that each wait for a value the other gives up: one lets go, and is tried
            // again when all lanes have come to rest.
            case "40P01" -> Outcome.Kind.BUSY;
            case "23503", "23001" -> Outcome.Kind.FOREIGN_KEY;
            case "null" -> null;
            default -> byClass(state);
        };
    }

    private static Outcome.@Nullable Kind byClass(String state) {
        return switch (state.substring(0, Math.min(2, state.length()))) {
            case "23", "44", "P0" -> Outcome.Kind.CONSTRAINT;
            // 54: a row or an index entry that is too large.
            case "22", "54" -> Outcome.Kind.UNREPRESENTABLE;
            case "08",
                    "0A",
                    "25",
                    "26",
                    "28",
                    "3D",
                    "3F",
                    "40",
                    "42",
                    "53",
                    "55",
                    "57",
                    "58",
                    "XX" ->
                    null;
            default -> Outcome.Kind.CONSTRAINT;
        };
    }

    /** The server's sentence, without the detail: that shows values of the row. */
    static String words(SQLException error) {
        SQLException root = root(error);
        ServerErrorMessage server =
                root instanceof PSQLException own ? own.getServerErrorMessage() : null;
        String message = server == null ? null : server.getMessage();
        return message == null ? "SQLSTATE " + root.getSQLState() : message;
    }
}
