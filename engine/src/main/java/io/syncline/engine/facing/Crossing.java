package io.syncline.engine.facing;

import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import org.jspecify.annotations.Nullable;

/**
 * How one field of the sync's rows stands at both ends.
 *
 * @param field the sync's name and type of it; the name is the other end's
 * @param ours the first end's field it is made of; null if of none
 * @param oursType of that field
 * @param theirsType of the other end's field
 * @param here between the first end's values and the sync's
 * @param there between the other end's values and the sync's
 * @param forwardOnly whether nothing of it is carried back to the first end
 * @param why it is forward only, in words; empty if it is not
 * @param linked the collection whose rows' keys it holds, if these are others at each end; else
 *     null
 */
record Crossing(
        Field field,
        @Nullable String ours,
        @Nullable FieldType oursType,
        FieldType theirsType,
        Form here,
        Form there,
        boolean forwardOnly,
        String why,
        @Nullable String linked) {
    /** Stands for what an end cannot hold, so that the end refuses it. */
    static final Value NOT_HELD = new Value.Other("value of another end", "");

    String name() {
        return field.name();
    }

    /** The sync's value of a key's field at the first end; null if the other cannot name it so. */
    @Nullable Value keyFromOurs(Value value) {
        return key(here, value, there, theirsType);
    }

    /** The sync's value of a key's field at the other end; null if the first cannot name it so. */
    @Nullable Value keyFromTheirs(Value value) {
        if (linked != null && !(value instanceof Value.Null)) {
            // The first end's name of it is given when somebody asks for it.
            return value;
        }
        return oursType == null ? null : key(there, value, here, oursType);
    }

    /** A key has one spelling at each end: else rows could not be found again by it. */
    private static @Nullable Value key(Form form, Value value, Form across, FieldType type) {
        Value shared = value instanceof Value.Null ? null : form.in().of(value);
        if (shared == null || !value.equals(form.out().of(shared))) {
            return null;
        }
        Value there = across.out().of(shared);
        return there != null && Bounds.hold(type, there) && shared.equals(across.in().of(there))
                ? shared
                : null;
    }
}
