package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** What a server's error means for a sync. Pure; messages are the server's own, without secrets. */
final class PostgresErrors {
    private PostgresErrors() {}

    /**
     * Translates by SQLSTATE.
     *
     * @param doing what was being done, for a person: {@code "reading the catalog"}
     */
    static EndpointException of(SQLException error, String doing) {
        Code code = distrusted(error) ? Code.TLS_UNTRUSTED : code(error);
        return new EndpointException(
                kind(code, error), code, "PostgreSQL, " + doing + ": " + error.getMessage(), error);
    }

    /** Whether the server's certificate is none that the settings trust. */
    private static boolean distrusted(SQLException error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException
                    || cause instanceof CertPathBuilderException
                    || cause instanceof SSLPeerUnverifiedException) {
                return true;
            }
        }
        return false;
    }

    private static Code code(SQLException error) {
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        String message = String.valueOf(error.getMessage());
        return switch (state) {
            case "08001", "08004", "57P03" ->
                    message.contains("does not support SSL") ? Code.TLS_MISSING : Code.UNREACHABLE;
            case "28000", "28P01", "28P02" ->
                    message.contains("replication")
                            ? Code.NO_REPLICATION_RIGHT
                            : Code.LOGIN_REFUSED;
            case "3D000" -> Code.UNKNOWN_DATABASE;
            case "42501" -> Code.MISSING_GRANT;
            case "42P01", "3F000" -> Code.UNKNOWN_COLLECTION;
            case "55006" -> Code.SLOT_BUSY;
            case "53300" ->
                    message.contains("max_wal_senders") ? Code.NO_FREE_SENDER : Code.UNREACHABLE;
            case "53400" -> Code.NO_FREE_SLOT;
            case "55000" -> notInState(message);
            case "58P01" -> Code.SLOT_LOST;
            case "42704" -> message.contains("replication slot") ? Code.SLOT_LOST : Code.BUG;
            // Lost, killed, timed out, deadlocked, a lock not given, out of resources: come back.
            case "57P01", "57P02", "57P04", "57P05", "57014", "40001", "40P01", "55P03" ->
                    Code.CONNECTION_LOST;
            default ->
                    state.startsWith("08") || state.startsWith("53") || state.startsWith("25P")
                            ? Code.CONNECTION_LOST
                            : Code.BUG;
        };
    }

    private static Code notInState(String message) {
        if (message.contains("inactive copy")) {
            // The server ended the stream of its own accord: it is shutting down.
            return Code.CONNECTION_LOST;
        }
        if (message.contains("wal_level")) {
            return Code.WAL_LEVEL;
        }
        boolean slot = message.contains("replication slot") || message.contains("can no longer");
        return slot ? Code.SLOT_LOST : Code.BUG;
    }

    private static Kind kind(Code code, SQLException error) {
        if (code == Code.SLOT_LOST) {
            return Kind.HISTORY_LOST;
        }
        if (code == Code.BUG) {
            return Kind.BUG;
        }
        boolean weather =
                code == Code.UNREACHABLE
                        || code == Code.CONNECTION_LOST
                        || code == Code.SLOT_BUSY
                        || code == Code.NO_FREE_SENDER
                        || error.getSQLState() == null;
        return weather ? Kind.TRANSIENT : Kind.MISCONFIGURED;
    }
}
