package io.syncline.engine.sync;

/**
 * Where the rows of one collection go.
 *
 * @param source the collection's name at the source
 * @param target its name at the destination
 */
public record Route(String source, String target) {}
