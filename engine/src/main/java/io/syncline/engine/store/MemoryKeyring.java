package io.syncline.engine.store;

import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A keyring that lasts as long as the object. Safe for use by several threads. */
final class MemoryKeyring implements Keyring {
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, byte[]> hashes = new LinkedHashMap<>();

    @Override
    public synchronized void keep(Entry entry, byte[] hash) {
        entries.put(entry.id(), entry);
        hashes.put(entry.id(), hash.clone());
    }

    @Override
    public synchronized @Nullable Entry entry(String id) {
        return entries.get(id);
    }

    @Override
    public synchronized @Nullable Entry match(String id, byte[] hash) {
        byte[] kept = hashes.get(id);
        return kept != null && MessageDigest.isEqual(kept, hash) ? entries.get(id) : null;
    }

    @Override
    public synchronized List<Entry> entries(String afterId, int countMax) {
        return entries.values().stream()
                .dropWhile(each -> !afterId.isEmpty() && !each.id().equals(afterId))
                .skip(afterId.isEmpty() ? 0 : 1)
                .limit(countMax)
                .toList();
    }

    @Override
    public synchronized void used(String id, long millis) {
        entries.computeIfPresent(
                id,
                (_, each) -> {
                    Long before = each.usedMillis();
                    long later = before == null ? millis : Math.max(before, millis);
                    return changed(each, later, each.revoked());
                });
    }

    @Override
    public synchronized @Nullable Entry revoke(String id, String by, long nowMillis) {
        Entry entry = entries.get(id);
        if (entry == null || entry.revoked() != null) {
            return entry;
        }
        if (entry.lasting() && entries.values().stream().filter(Entry::lasting).count() == 1) {
            return null;
        }
        Entry revoked = changed(entry, entry.usedMillis(), new Revoked(by, nowMillis));
        entries.put(id, revoked);
        return revoked;
    }

    private static Entry changed(
            Entry entry, @Nullable Long usedMillis, @Nullable Revoked revoked) {
        return new Entry(
                entry.id(),
                entry.name(),
                entry.role(),
                entry.maker(),
                entry.createdMillis(),
                entry.expiresMillis(),
                usedMillis,
                revoked);
    }
}
