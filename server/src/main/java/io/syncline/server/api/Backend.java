package io.syncline.server.api;

import io.syncline.engine.sync.Syncs;
import io.syncline.store.ApiKeys;
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
 * @param keys makes API keys
 * @param care endpoints with a name, keys that were made, and the house's health
 */
public record Backend(
        Syncs syncs,
        History history,
        SyncParser parser,
        LongSupplier wallMillis,
        Supplier<String> ids,
        ApiKeys keys,
        Care care) {}
