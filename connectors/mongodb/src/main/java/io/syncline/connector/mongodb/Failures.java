package io.syncline.connector.mongodb;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoClientException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteException;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Outcome;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What the server's errors mean: for a row, for a transaction, for the connection. */
final class Failures {
    private static final int AUTHENTICATION = 18;
    private static final Set<Integer> DUPLICATE = Set.of(11000, 11001, 12582);
    private static final Set<Integer> INVALID = Set.of(121, 66);

    /** Bad values, names and sizes. */
    private static final Set<Integer> UNREPRESENTABLE =
            Set.of(2, 14, 15, 22, 52, 57, 84, 10334, 17280, 17419, 17420);

    /** The last is an event that is too large to be told: only a new copy passes it. */
    private static final Set<Integer> HISTORY = Set.of(136, 260, 280, 286, 10334);

    private static final Set<Integer> GRANTS = Set.of(13, 8000);
    private static final int NOT_A_REPLICA = 40573;

    private Failures() {}

    /** Whether the same transaction may succeed when it is made again. */
    static boolean worthRepeating(MongoException e) {
        return e.hasErrorLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL)
                || e.getCode() == 112
                || e.getCode() == 251;
    }

    /** Whether nobody knows if a write arrived. */
    static boolean doubtful(MongoException e) {
        return e instanceof MongoSocketException
                || e.hasErrorLabel(MongoException.UNKNOWN_TRANSACTION_COMMIT_RESULT_LABEL)
                || e instanceof MongoBulkWriteException bulk
                        && bulk.getWriteErrors().isEmpty()
                        && bulk.getWriteConcernError() != null;
    }

    /** Whether another document has the same unique value. */
    static boolean duplicate(int code) {
        return DUPLICATE.contains(code);
    }

    /** Whether it is the key itself that another document has. */
    static boolean duplicateId(int code, String message) {
        return duplicate(code) && (message.contains("_id_") || message.contains("{ _id:"));
    }

    /** The code of an error about one write. */
    static int code(MongoException e) {
        return e instanceof MongoWriteException write ? write.getError().getCode() : e.getCode();
    }

    /** What the server said about one write, without what the driver adds. */
    static String words(MongoException e) {
        return switch (e) {
            case MongoWriteException write -> write.getError().getMessage();
            case MongoCommandException command -> command.getErrorMessage();
            default -> String.valueOf(e.getMessage());
        };
    }

    /**
     * The server's sentence without what follows it of a duplicate: that shows values of the row.
     */
    static String withoutValues(String message) {
        int values = message.indexOf(" dup key:");
        return values < 0 ? message : message.substring(0, values);
    }

    /** The rule by which a row was refused, or null if the error is not about a row's data. */
    static Outcome.@Nullable Kind refusal(int code) {
        if (duplicate(code)) {
            return Outcome.Kind.UNIQUE;
        }
        if (INVALID.contains(code)) {
            return Outcome.Kind.CONSTRAINT;
        }
        return UNREPRESENTABLE.contains(code) ? Outcome.Kind.UNREPRESENTABLE : null;
    }

    /** The exception for an error that is not about a row; the message says what was being done. */
    static EndpointException weather(MongoException e, String doing) {
        String message = doing + ": " + words(e);
        if (e instanceof MongoSecurityException || e.getCode() == AUTHENTICATION) {
            // The driver's words are about mechanisms; nothing of them is needed.
            return new EndpointException(
                    Kind.MISCONFIGURED,
                    Code.LOGIN_REFUSED,
                    doing + ": the server refused the user or the password",
                    e);
        }
        if (e instanceof MongoTimeoutException timeout) {
            return timeout(timeout, doing);
        }
        if (e instanceof MongoSocketException || e instanceof MongoInterruptedException) {
            return new EndpointException(Kind.TRANSIENT, Code.CONNECTION_LOST, message, e);
        }
        if (HISTORY.contains(e.getCode())) {
            return new EndpointException(Kind.HISTORY_LOST, Code.OPLOG_LOST, message, e);
        }
        if (worthRepeating(e)) {
            return new EndpointException(Kind.TRANSIENT, Code.NO_PROGRESS, message, e);
        }
        if (GRANTS.contains(e.getCode())) {
            return new EndpointException(Kind.MISCONFIGURED, Code.MISSING_GRANT, message, e);
        }
        if (e.getCode() == NOT_A_REPLICA) {
            return new EndpointException(Kind.MISCONFIGURED, Code.BAD_CAPTURE, message, e);
        }
        if (e instanceof MongoClientException) {
            return new EndpointException(Kind.MISCONFIGURED, Code.UNSUPPORTED_VERSION, message, e);
        }
        return e instanceof MongoCommandException || e instanceof MongoBulkWriteException
                ? command(e, message)
                : new EndpointException(Kind.TRANSIENT, Code.UNREACHABLE, message, e);
    }

    private static EndpointException command(MongoException e, String message) {
        return switch (e.getCode()) {
            // Elections, shutdowns, cursors that ended, and reads that took too long.
            case 6,
                    7,
                    43,
                    50,
                    64,
                    89,
                    91,
                    189,
                    237,
                    239,
                    246,
                    262,
                    9001,
                    10058,
                    10107,
                    11600,
                    11602,
                    13388,
                    13435,
                    13436 ->
                    new EndpointException(Kind.TRANSIENT, Code.UNREACHABLE, message, e);
            default -> new EndpointException(Kind.BUG, Code.BUG, message, e);
        };
    }

    /** Nobody answered; a login that was refused, or a certificate, is told only in the cause. */
    private static EndpointException timeout(MongoTimeoutException e, String doing) {
        String words = String.valueOf(e.getMessage());
        if (words.contains("MongoSecurityException")) {
            return new EndpointException(
                    Kind.MISCONFIGURED,
                    Code.LOGIN_REFUSED,
                    doing + ": the server refused the user or the password",
                    e);
        }
        boolean untrusted = words.contains(SSLException.class.getPackageName());
        return untrusted
                ? new EndpointException(
                        Kind.MISCONFIGURED,
                        Code.TLS_UNTRUSTED,
                        doing + ": the server does not prove itself",
                        e)
                : new EndpointException(
                        Kind.TRANSIENT, Code.UNREACHABLE, doing + ": no server answers", e);
    }

    /** The exception for what somebody else has taken over. */
    static EndpointException fenced(String flow, long epoch, @Nullable Long held) {
        return new EndpointException(
                Kind.FENCED,
                Code.FENCED,
                "The flow "
                        + flow
                        + (held == null ? " is not claimed" : " is held by epoch " + held)
                        + ", so epoch "
                        + epoch
                        + " writes nothing.");
    }
}
