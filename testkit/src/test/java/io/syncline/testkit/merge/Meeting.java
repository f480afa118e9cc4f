package io.syncline.testkit.merge;

import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.merge.Base;
import io.syncline.core.merge.Merge;
import io.syncline.core.merge.Merged;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.Side;
import io.syncline.core.merge.Times;
import io.syncline.testkit.Choices;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Two sides of one row, as a two-way sync keeps them: what was agreed, what each showed then, what
 * each shows now, and what each is owed.
 */
record Meeting(Base base, Side ours, Side theirs) {
    static final ReplicaId A = new ReplicaId("a");
    static final ReplicaId B = new ReplicaId("b");

    /** Both were given the base. */
    static Meeting of(Image base, Image ours, Image theirs) {
        return new Meeting(Base.of(base), side(A, ours, base), side(B, theirs, base));
    }

    /** Both were given the base; the first was changed at one millisecond, the other at another. */
    static Meeting of(Image base, Image ours, long millis, Image theirs, long millisThere) {
        return of(base, ours, theirs).timed(millis, millisThere);
    }

    /** Nobody knows what was agreed. */
    static Meeting unknown(Image ours, Image theirs) {
        return new Meeting(
                Base.unknown(), side(A, ours, Image.absent()), side(B, theirs, Image.absent()));
    }

    Meeting timed(long millis, long millisThere) {
        return new Meeting(
                base,
                new Side(A, ours.now(), ours.seen(), at(A, millis), ours.owed()),
                new Side(B, theirs.now(), theirs.seen(), at(B, millisThere), theirs.owed()));
    }

    private static Times at(ReplicaId replica, long millis) {
        return Times.of(new Version(millis, 0, replica));
    }

    static Side side(ReplicaId replica, Image now, Image seen) {
        return new Side(replica, now, seen, Times.unknown());
    }

    Merged merged(Rules rules) {
        return Merge.merge(base, ours, theirs, rules);
    }

    /** The same with the sides changed over. */
    Meeting swapped() {
        return new Meeting(base, theirs, ours);
    }

    /**
     * The next meeting: the merged row is agreed, each side was seen as it is but for what is in
     * conflict, and has or has not been given what it is owed.
     */
    Meeting after(Merged merged, Rules rules, boolean given, boolean givenThere) {
        if (merged.stuck()) {
            return this;
        }
        return new Meeting(
                Base.of(merged.image()),
                after(ours, merged, rules, given),
                after(theirs, merged, rules, givenThere));
    }

    private static Side after(Side side, Merged merged, Rules rules, boolean given) {
        List<String> frozen =
                merged.conflicts().stream()
                        .flatMap(conflict -> rules.fieldsOf(conflict.path()).stream())
                        .toList();
        Image seen = laid(side.now(), side.seen(), frozen);
        Image now = given ? laid(merged.image(), side.now(), frozen) : side.now();
        return new Side(side.replica(), now, seen, side.times());
    }

    /** An image with some of its fields as another has them, or without them if it has none. */
    private static Image laid(Image image, Image frozen, List<String> names) {
        Row row = image.row();
        Row other = frozen.row();
        if (row == null || names.isEmpty()) {
            return image;
        }
        Map<String, Value> fields = fields(row);
        fields.keySet().removeAll(names);
        for (String name : names) {
            Value value = other == null ? null : other.get(name);
            if (value != null) {
                fields.put(name, value);
            }
        }
        return Image.whole(Row.of(fields));
    }

    static Map<String, Value> fields(Row row) {
        Map<String, Value> fields = new LinkedHashMap<>();
        row.header().names().forEach(name -> fields.put(name, value(row, name)));
        return fields;
    }

    static Value value(@Nullable Row row, String name) {
        Value value = row == null ? null : row.get(name);
        if (value == null) {
            throw new AssertionError("No field " + name + " in " + row);
        }
        return value;
    }

    /** An image of small numbers: absent, or a row of these fields, one of them maybe not known. */
    static Image any(Choices any, List<String> names, int numbers, boolean partial) {
        if (any.below(2) == 0) {
            return Image.absent();
        }
        return Image.whole(row(any, names, numbers, partial));
    }

    /** A row of these fields, each a small number or NULL, or not known. */
    static Row row(Choices any, List<String> names, int numbers, boolean partial) {
        Map<String, Value> fields = new LinkedHashMap<>();
        for (String name : names) {
            int choice = any.below(numbers + (partial ? 1 : 0));
            if (choice < numbers) {
                fields.put(name, choice == 0 ? Value.nothing() : new Value.Int(choice));
            }
        }
        return Row.of(fields);
    }

    static Image whole(Object... namesAndValues) {
        return Image.whole(of(namesAndValues));
    }

    static Row of(Object... namesAndValues) {
        Map<String, Value> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], of(namesAndValues[i + 1]));
        }
        return Row.of(fields);
    }

    static Value of(Object value) {
        return switch (value) {
            case Value given -> given;
            case Integer number -> new Value.Int(number);
            case Boolean truth -> new Value.Bool(truth);
            case String text -> new Value.Text(text);
            case List<?> items -> {
                List<Value> values = new ArrayList<>();
                items.forEach(item -> values.add(of(item)));
                yield new Value.Items(values);
            }
            default -> throw new IllegalArgumentException("What is " + value + "?");
        };
    }
}
