package io.syncline.engine.shape;

/**
 * A transform, a mask or a validator that a person wants for one field.
 *
 * @param field the source's field; where it has none of this name, the destination's
 * @param name of the transform, mask or validator
 * @param args what it is given
 * @param everywhere whether it was said of all tables, so that those without the field do not mind
 * @param pointer where it stands in the configuration
 */
public record NamedRule(String field, String name, Args args, boolean everywhere, String pointer) {}
