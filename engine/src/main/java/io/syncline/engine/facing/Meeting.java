package io.syncline.engine.facing;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How the values of two types are one value: the form that a sync holds them in. It is the other
 * end's, but where one of them keeps as text what the other has a type for, it is that.
 *
 * @param type of the sync's values
 * @param ours between our values and these
 * @param theirs between the other end's values and these
 * @param loss what the poorer end does not hold of the other's values, so that these are rounded to
 *     it; null if nothing is lost
 */
record Meeting(FieldType type, Form ours, Form theirs, @Nullable String loss) {
    private static final int UUID_LENGTH = 36;

    /** How they meet; null if they do not. */
    static @Nullable Meeting of(FieldType ours, FieldType theirs) {
        if (ours.equals(theirs) || ours instanceof FieldType.Text && isText(theirs)) {
            return new Meeting(theirs, Form.SAME, Form.SAME, null);
        }
        Meeting numbers = Numbers.meeting(ours, theirs);
        if (numbers != null) {
            return numbers;
        }
        if (isText(theirs)) {
            Form text = asText(ours, theirs);
            return text == null ? null : new Meeting(ours, Form.SAME, text, null);
        }
        if (isText(ours)) {
            Form text = asText(theirs, ours);
            return text == null ? null : new Meeting(theirs, text, Form.SAME, null);
        }
        Form time = time(ours, theirs);
        if (time != null) {
            return new Meeting(theirs, time, Form.SAME, null);
        }
        if (theirs instanceof FieldType.Json && ours instanceof FieldType.Items(FieldType of)) {
            Form lists = Lists.inJson(of);
            return lists == null ? null : new Meeting(ours, Form.SAME, lists, null);
        }
        if (ours instanceof FieldType.Json && theirs instanceof FieldType.Items(FieldType of)) {
            Form lists = Lists.inJson(of);
            return lists == null ? null : new Meeting(theirs, lists, Form.SAME, null);
        }
        return null;
    }

    private static boolean isText(FieldType type) {
        return type instanceof FieldType.Text;
    }

    /** Texts that stand for values of a type; null if none do. */
    private static @Nullable Form asText(FieldType type, FieldType text) {
        return switch (type) {
            case FieldType.Uuid _ ->
                    text instanceof FieldType.Text(Integer lengthMax)
                                    && lengthMax != null
                                    && lengthMax < UUID_LENGTH
                            ? null
                            : Form.of(Meeting::uuid, Meeting::uuidText);
            case FieldType.Json _ -> Form.of(Meeting::json, Meeting::jsonText);
            case FieldType.Other(String name) ->
                    Form.of(
                            value ->
                                    value instanceof Value.Text(String own)
                                            ? new Value.Other(name, own)
                                            : null,
                            value ->
                                    value instanceof Value.Other(String own, String words)
                                                    && own.equals(name)
                                            ? new Value.Text(words)
                                            : null);
            default -> null;
        };
    }

    private static @Nullable Value uuid(Value value) {
        try {
            return value instanceof Value.Text(String text) && text.length() == UUID_LENGTH
                    ? new Value.Uuid(UUID.fromString(text))
                    : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static @Nullable Value uuidText(Value value) {
        return value instanceof Value.Uuid(UUID uuid) ? new Value.Text(uuid.toString()) : null;
    }

    private static @Nullable Value json(Value value) {
        try {
            return value instanceof Value.Text(String text) ? Value.Json.parse(text) : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static @Nullable Value jsonText(Value value) {
        return value instanceof Value.Json(String canonical) ? new Value.Text(canonical) : null;
    }

    /** A time without a zone counts as UTC, as it does where a point in time is kept as one. */
    private static @Nullable Form time(FieldType ours, FieldType theirs) {
        if (ours instanceof FieldType.Instant && theirs instanceof FieldType.Timestamp) {
            return Form.of(Meeting::wall, Meeting::point);
        }
        return ours instanceof FieldType.Timestamp && theirs instanceof FieldType.Instant
                ? Form.of(Meeting::point, Meeting::wall)
                : null;
    }

    private static @Nullable Value wall(Value value) {
        return value instanceof Value.Instant(java.time.Instant at)
                ? new Value.Timestamp(LocalDateTime.ofInstant(at, ZoneOffset.UTC))
                : null;
    }

    private static @Nullable Value point(Value value) {
        return value instanceof Value.Timestamp(LocalDateTime at)
                ? new Value.Instant(at.toInstant(ZoneOffset.UTC))
                : null;
    }
}
