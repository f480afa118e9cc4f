package io.syncline.engine.store;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A registry that lasts as long as the object. Safe for use by several threads. */
final class MemoryRegistry implements Registry {
    private final Map<String, Named> endpoints = new TreeMap<>();
    private final Map<Long, Left> left = new TreeMap<>();
    private final Keyring keyring = new MemoryKeyring();
    private long last;

    @Override
    public String mark() {
        return "00000000";
    }

    @Override
    public synchronized List<Named> endpoints() {
        return List.copyOf(endpoints.values());
    }

    @Override
    public synchronized @Nullable Named endpoint(String name) {
        return endpoints.get(name);
    }

    @Override
    public synchronized void keep(Named endpoint) {
        endpoints.put(endpoint.name(), endpoint);
    }

    @Override
    public synchronized void forget(String name) {
        endpoints.remove(name);
    }

    @Override
    public synchronized void leave(Left each) {
        long id = ++last;
        left.put(id, new Left(id, each.flow(), each.endpoint(), each.reason()));
    }

    @Override
    public synchronized List<Left> left() {
        return List.copyOf(left.values());
    }

    @Override
    public synchronized void gone(long id) {
        left.remove(id);
    }

    @Override
    public Keyring keyring() {
        return keyring;
    }
}
