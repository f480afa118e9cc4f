package io.syncline.server.security;

import io.syncline.engine.store.Role;

/**
 * Who asks.
 *
 * @param keyId the public part of the API key it came with
 * @param name the key's name; several keys may have it
 * @param role what the key allows
 */
public record Caller(String keyId, String name, Role role) {}
