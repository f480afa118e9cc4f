package io.syncline.testkit.mongo;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stand-in's log. Guarded by its backend. */
final class OperationLog {
    private static final int HISTORY_LOST = 286;
    private static final String EVENT = "2B022C0100";
    private static final int TOKEN_PREFIX = 2;
    private static final int TIME_DIGITS = 16;
    private static final int NUMBER_AT = 28;
    private static final int NUMBER_DIGITS = 8;

    private final List<LogEntry> entries = new ArrayList<>();
    private final Map<Step.Place, Long> latest = new HashMap<>();
    private long time = Instant.now().getEpochSecond() << 32 | 1;
    private long forgotten;

    /** The cluster's time now. */
    BsonTimestamp time() {
        return new BsonTimestamp(time);
    }

    /** The number of the latest entry. */
    long head() {
        return entries.size();
    }

    /** Writes the steps at a new time. */
    void append(List<Step> steps, @Nullable Document session, @Nullable Long transaction) {
        if (steps.isEmpty()) {
            return;
        }
        time = Math.max(time + 1, Instant.now().getEpochSecond() << 32 | 1);
        Instant wall = Instant.now();
        for (Step step : steps) {
            LogEntry entry = new LogEntry(head() + 1, time(), wall, step, session, transaction);
            entries.add(entry);
            if (step.id() != null) {
                latest.put(new Step.Place(step.where(), step.id()), entry.number());
            }
        }
    }

    /** The entries after a number. */
    List<LogEntry> after(long number) {
        return entries.subList((int) number, entries.size());
    }

    /** Whether a document was changed after a number. */
    boolean changed(Step.Place place, long number) {
        return latest.getOrDefault(place, 0L) > number;
    }

    /** The number of the last entry at or before a time. */
    long upTo(BsonTimestamp wanted) {
        int at = entries.size();
        while (at > 0 && entries.get(at - 1).time().compareTo(wanted) > 0) {
            at--;
        }
        return at;
    }

    /** Lets everything go that is there, as a log that is full does. */
    void forget() {
        forgotten = head();
    }

    /** After which number a stream goes on. */
    long start(Document options) {
        Document token = (Document) options.getOrDefault("startAfter", options.get("resumeAfter"));
        long from = head();
        if (token != null) {
            from = after(Parts.text(token, "_data"));
        } else if (options.get("startAtOperationTime") instanceof BsonTimestamp wanted) {
            from = upTo(new BsonTimestamp(wanted.getValue() - 1));
        }
        if (from < forgotten) {
            throw new MongoServerError(
                    HISTORY_LOST,
                    "ChangeStreamHistoryLost",
                    "Resume of change stream was not possible, as the resume point may no longer be"
                            + " in the oplog.");
        }
        return from;
    }

    private long after(String token) {
        if (token.startsWith(EVENT, TOKEN_PREFIX + TIME_DIGITS)) {
            return Long.parseLong(token.substring(NUMBER_AT, NUMBER_AT + NUMBER_DIGITS), 16);
        }
        String digits = token.substring(TOKEN_PREFIX, TOKEN_PREFIX + TIME_DIGITS);
        return upTo(new BsonTimestamp(Long.parseUnsignedLong(digits, 16) - 1));
    }
}
