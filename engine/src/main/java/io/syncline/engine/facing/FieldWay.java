package io.syncline.engine.facing;

import org.jspecify.annotations.Nullable;

/**
 * Which way one field goes, for a person.
 *
 * @param ours its name at the first end; null if that has none
 * @param theirs its name at the other end; null if that has none
 * @param why in words; empty where there is nothing to say
 */
public record FieldWay(@Nullable String ours, @Nullable String theirs, Way way, String why) {}
