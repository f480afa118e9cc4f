package io.syncline.connector.mongodb;

import io.syncline.core.endpoint.Position;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A place in the change stream: a cluster time, and the resume token of what was told last.
 *
 * @param time the cluster's time
 * @param whole whether everything of this time has been told, and not only what came before the
 *     token
 * @param token null for a place that only a time tells
 */
record MongoPosition(BsonTimestamp time, boolean whole, @Nullable BsonDocument token) {
    private static final String DATA = "_data";
    private static final int PARTS = 3;
    private static final int PREFIX_DIGITS = 2;
    private static final int TIME_DIGITS = 16;

    /** Everything up to a time. */
    static MongoPosition upTo(BsonTimestamp time) {
        return new MongoPosition(time, true, null);
    }

    static MongoPosition of(Position position) {
        String[] parts = position.token().split(";", PARTS);
        String[] time = parts[0].split("\\.");
        if (parts.length != PARTS || time.length != 2) {
            throw new IllegalArgumentException("Not a place of MongoDB: " + position);
        }
        return new MongoPosition(
                new BsonTimestamp(
                        Integer.parseUnsignedInt(time[0]), Integer.parseUnsignedInt(time[1])),
                parts[1].equals("whole"),
                parts[2].isEmpty() ? null : BsonDocument.parse(parts[2]));
    }

    Position position() {
        return new Position(
                Integer.toUnsignedString(time.getTime())
                        + "."
                        + Integer.toUnsignedString(time.getInc())
                        + ";"
                        + (whole ? "whole" : "part")
                        + ";"
                        + (token == null ? "" : token.toJson()));
    }

    /** Whether a stream that came here has told everything up to the other. */
    boolean covers(MongoPosition other) {
        int order = time.compareTo(other.time);
        if (order != 0) {
            return order > 0;
        }
        return whole || !other.whole && reaches(other);
    }

    /** Resume tokens are made so that their text sorts as the events do. */
    private boolean reaches(MongoPosition other) {
        String mine = data(token);
        String theirs = data(other.token);
        return mine != null && theirs != null && mine.compareTo(theirs) >= 0;
    }

    private static @Nullable String data(@Nullable BsonDocument token) {
        BsonValue data = token == null ? null : token.get(DATA);
        return data != null && data.isString() ? data.asString().getValue() : null;
    }

    /**
     * The time that a resume token is of; null for one of another form. It begins with the mark of
     * a timestamp and its eight bytes.
     */
    static @Nullable BsonTimestamp time(@Nullable BsonDocument token) {
        String data = data(token);
        if (data == null || !data.startsWith("82") || data.length() < PREFIX_DIGITS + TIME_DIGITS) {
            return null;
        }
        String digits = data.substring(PREFIX_DIGITS, PREFIX_DIGITS + TIME_DIGITS);
        return new BsonTimestamp(Long.parseUnsignedLong(digits, TIME_DIGITS));
    }
}
