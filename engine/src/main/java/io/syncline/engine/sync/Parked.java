package io.syncline.engine.sync;

import io.syncline.core.change.Change;
import io.syncline.core.endpoint.Code;

/**
 * A row that could not be applied and waits for a person, while everything else goes on.
 *
 * @param id unique in the store
 * @param syncId of which sync
 * @param flow towards which destination
 * @param change what could not be applied; later changes of the row are folded into it
 * @param code why
 * @param detail the target's words, without secrets
 * @param millis when it was parked first, UTC
 */
public record Parked(
        long id,
        String syncId,
        String flow,
        Change change,
        Code code,
        String detail,
        long millis) {}
