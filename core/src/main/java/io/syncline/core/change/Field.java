package io.syncline.core.change;

/**
 * One named place in the rows of a collection.
 *
 * @param name as the owning system spells it
 * @param type what it can hold
 * @param nullable whether {@link Value.Null} may stand there
 */
public record Field(String name, FieldType type, boolean nullable) {}
