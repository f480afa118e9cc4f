package io.syncline.server.api;

import io.syncline.core.endpoint.Code;

/**
 * One thing that is wrong with a request.
 *
 * @param code which rule found it
 * @param pointer the place in the body as a JSON pointer (RFC 6901), in the writer's own spelling;
 *     empty for the whole
 * @param message one sentence for a person; never a secret, never a value of the body that may be
 *     one
 */
public record Problem(Code code, String pointer, String message) {}
