package io.syncline.core.merge;

import io.syncline.core.change.Value;
import org.jspecify.annotations.Nullable;

/**
 * A conflict that a rule decided, so that it can be looked at and undone.
 *
 * @param kind what met
 * @param path the field; empty for the row as such
 * @param base the agreed value; null for the row as such, or if none is known
 * @param ours the value on one side; null for the row as such
 * @param theirs the value on the other, likewise
 * @param result what was taken; null for the row as such
 * @param rule the word of the rule
 * @param confidence how sure it was, from 0 to 1
 * @param because why, in one sentence
 */
public record Settled(
        Conflict.Kind kind,
        String path,
        @Nullable Value base,
        @Nullable Value ours,
        @Nullable Value theirs,
        @Nullable Value result,
        String rule,
        double confidence,
        String because) {}
