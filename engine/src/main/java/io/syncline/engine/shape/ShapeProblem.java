package io.syncline.engine.shape;

import io.syncline.core.endpoint.Code;

/**
 * Something wrong with what a person asked for.
 *
 * @param code which kind
 * @param pointer where it stands in the configuration, as a JSON pointer
 * @param message one sentence
 */
public record ShapeProblem(Code code, String pointer, String message) {}
