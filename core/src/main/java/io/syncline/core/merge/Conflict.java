package io.syncline.core.merge;

import io.syncline.core.change.Value;
import org.jspecify.annotations.Nullable;

/**
 * Something that no rule decided.
 *
 * @param kind what met
 * @param path the field, with points down to a part of it; empty for the row as such
 * @param base the agreed value; null for the row as such, or if none is known
 * @param ours the value on one side; null for the row as such
 * @param theirs the value on the other, likewise
 * @param proposal what a rule would take if a person agreed, or null
 * @param rule the word of the rule that was asked last
 * @param because why it could not say, in one sentence
 */
public record Conflict(
        Kind kind,
        String path,
        @Nullable Value base,
        @Nullable Value ours,
        @Nullable Value theirs,
        @Nullable Value proposal,
        String rule,
        String because) {
    /** What met. */
    public enum Kind {
        /** Both sides changed a field. */
        CONCURRENT_UPDATE,
        /** One side deleted what the other changed. */
        UPDATE_DELETE,
        /** Both sides made a row of this key. */
        INSERT_INSERT,
        /** Another row holds a value that only one may have. */
        UNIQUE,
        /** A row it refers to is missing, or one that refers to it is there. */
        FOREIGN_KEY,
        /** A side cannot hold the value, or does not know the field. */
        SCHEMA_MISMATCH,
        /** The merged row, or what a side did to it, breaks a rule. */
        BUSINESS_RULE_VIOLATION
    }

    /** The field or group it is about, as it is called itself; empty for the row as such. */
    public String field() {
        return Paths.first(path);
    }

    /** A conflict about the row as such. */
    static Conflict row(Kind kind, String rule, String because) {
        return new Conflict(kind, "", null, null, null, null, rule, because);
    }
}
