package io.syncline.connector.mysql;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Outcome;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** What the server's error numbers mean: for a row, for a transaction, for the connection. */
final class Failures {
    static final int DUPLICATE = 1062;

    static final int LOCK_WAIT = 1205;
    private static final int DEADLOCK = 1213;
    private static final int CHANGED_SINCE_READ = 1020;
    private static final int REDEFINED_SINCE_READ = 1412;

    private Failures() {}

    /** Whether the same transaction may succeed when it is made again. */
    static boolean worthRepeating(SQLException e) {
        int number = e.getErrorCode();
        return number == DEADLOCK
                || number == LOCK_WAIT
                || number == CHANGED_SINCE_READ
                || number == REDEFINED_SINCE_READ;
    }

    /** Whether the connection is gone, and with it the answer. */
    static boolean lost(SQLException e) {
        String state = e.getSQLState();
        return state != null && state.startsWith("08")
                || e.getErrorCode() == 1927
                || e.getErrorCode() == 1053;
    }

    /** The rule by which a row was refused, or null if the error is not about a row's data. */
    static Outcome.@Nullable Kind refusal(SQLException e) {
        return switch (e.getErrorCode()) {
            case DUPLICATE, 1586, 1169 -> Outcome.Kind.UNIQUE;
            case 1451, 1452, 1216, 1217, 1761, 1762 -> Outcome.Kind.FOREIGN_KEY;
            case 1048, 1364, 4025, 1644, 3819, 1263, 1369 -> Outcome.Kind.CONSTRAINT;
            case 1264, 1265, 1366, 1406, 1292, 1411, 1367, 1426, 1690, 1153, 1301, 3140, 4078 ->
                    Outcome.Kind.UNREPRESENTABLE;
            default -> {
                if (signalled(e)) {
                    yield Outcome.Kind.CONSTRAINT;
                }
                yield null;
            }
        };
    }

    /**
     * The server's sentence about a row that it refuses, without the values that it quotes, and
     * without the connection's number: said again it is the same.
     */
    static String words(SQLException e) {
        return String.valueOf(e.getMessage())
                .replaceFirst("^\\(conn=\\d+\\) ", "")
                .replaceFirst("(?s)^(Duplicate entry) '.*' (for key )", "$1 $2")
                .replaceFirst(
                        "(?s)^((?:\\w+ )?[Ii]ncorrect [\\w ()]*value): (?:'.*'(?= for column)|'.*')",
                        "$1");
    }

    /** Whether a trigger of the target raised a condition of its own. */
    private static boolean signalled(SQLException e) {
        String state = e.getSQLState();
        return state != null && state.startsWith("45");
    }

    /** The exception for an error that is not about a row; the message says what was being done. */
    static EndpointException weather(SQLException e, String doing) {
        String message = doing + ": " + e.getMessage();
        if (lost(e)) {
            return new EndpointException(Kind.TRANSIENT, Code.CONNECTION_LOST, message, e);
        }
        if (worthRepeating(e)) {
            return new EndpointException(Kind.TRANSIENT, Code.NO_PROGRESS, message, e);
        }
        return switch (e.getErrorCode()) {
            case 1044, 1142, 1143, 1227, 1370 ->
                    new EndpointException(Kind.MISCONFIGURED, Code.MISSING_GRANT, message, e);
            case 1045, 1698 ->
                    new EndpointException(Kind.MISCONFIGURED, Code.LOGIN_REFUSED, message, e);
            case 1049 ->
                    new EndpointException(Kind.MISCONFIGURED, Code.UNKNOWN_DATABASE, message, e);
            case 1146, 1054, 1136 ->
                    new EndpointException(Kind.MISCONFIGURED, Code.LAYOUT_MISMATCH, message, e);
            case 1040, 1203, 1226, 1290, 1792, 1836, 1021, 1114, 1180, 1317, 1969, 3024 ->
                    new EndpointException(Kind.TRANSIENT, Code.UNREACHABLE, message, e);
            default -> new EndpointException(Kind.BUG, Code.BUG, message, e);
        };
    }

    /** The exception for a login that failed; one that gives no reason is a server out of reach. */
    static EndpointException login(SQLException e, String place) {
        Code tls = encryption(e);
        if (tls != null) {
            return new EndpointException(
                    Kind.MISCONFIGURED,
                    tls,
                    "Cannot connect to " + place + ": " + e.getMessage(),
                    e);
        }
        EndpointException known = weather(e, "Cannot connect to " + place);
        boolean reachable = known.kind() == Kind.MISCONFIGURED || known.code() == Code.UNREACHABLE;
        return reachable
                ? known
                : new EndpointException(
                        Kind.TRANSIENT, Code.UNREACHABLE, String.valueOf(known.getMessage()), e);
    }

    /** What is wrong about the encryption; null if that is not what is wrong. */
    private static @Nullable Code encryption(SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException
                    || cause instanceof CertPathBuilderException
                    || cause instanceof SSLPeerUnverifiedException) {
                return Code.TLS_UNTRUSTED;
            }
        }
        return String.valueOf(e.getMessage()).contains("ssl not enabled in the server")
                ? Code.TLS_MISSING
                : null;
    }
}
