package io.syncline.testkit.store;

/** All that every store keeps, tried through its interface; a test class implements it. */
public interface StoreContract
        extends StoredSyncsContract,
                OwnersContract,
                StoredFlowsContract,
                StoredParkedContract,
                StoredHalvesContract,
                StoredPairsContract,
                StoredLinksContract,
                StoredReviewsContract,
                StoredEventsContract,
                StoredRegistryContract,
                StoredKeyringContract {}
