package io.syncline.server.api;

import io.syncline.engine.sync.Syncs;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the calls work on.
 *
 * @param syncs all syncs
 * @param history parked rows and past events
 * @param parser reads bodies that configure
 * @param wallMillis the wall clock
 * @param ids gives a new sync its id
 * @param care endpoints with a name, and the house's health
 */
public record Backend(
        Syncs syncs,
        History history,
        SyncParser parser,
        LongSupplier wallMillis,
        Supplier<String> ids,
        Care care) {}
