package io.syncline.core.endpoint;

/**
 * Whether an endpoint answers.
 *
 * @param up whether it answered
 * @param detail the system's version if it did, else the reason; never a secret
 */
public record Health(boolean up, String detail) {}
