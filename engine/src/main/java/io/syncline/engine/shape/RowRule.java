package io.syncline.engine.shape;

/**
 * A condition on rows.
 *
 * @param name what people call it
 * @param condition as a person wrote it
 * @param everywhere whether it was said of all tables, so that those without its fields do not mind
 * @param pointer where it stands in the configuration
 */
public record RowRule(String name, String condition, boolean everywhere, String pointer) {}
