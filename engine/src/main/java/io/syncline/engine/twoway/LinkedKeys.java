package io.syncline.engine.twoway;

import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.KeySource;
import io.syncline.core.merge.Which;
import io.syncline.engine.facing.KeyLinks;
import io.syncline.engine.pair.Links;
import io.syncline.engine.shape.Plan;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a linked row of one end is called at the other. A row that is not linked yet is given a key
 * of the other end's, and the link is durable before anybody hears of it: so whatever happens
 * afterwards, the row is made under that key or not at all, and never twice.
 */
public final class LinkedKeys implements KeyLinks {
    /** Links kept in mind; the rest is in the store. */
    private static final int KNOWN_MAX = 100_000;

    /** How often other keys are asked for, if those that are given are linked already. */
    private static final int TRIES_MAX = 12;

    private static final int KEYS_MAX = 10_000;

    private record Name(String collection, Which from, Value key) {}

    private final Links links;
    private final String flow;
    private final Map<Which, Endpoint> ends;
    private final Map<String, String> ours;
    private final Map<Name, Value> known =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Name, Value> eldest) {
                    return size() > KNOWN_MAX;
                }
            };

    private LinkedKeys(
            Links links, String flow, Map<Which, Endpoint> ends, Map<String, String> ours) {
        this.links = links;
        this.flow = flow;
        this.ends = Map.copyOf(ends);
        this.ours = Map.copyOf(ours);
    }

    /** The links of a flow's rows, between ends that give out keys where rows are linked. */
    public static LinkedKeys of(
            Links links, String flow, Plan plan, Endpoint ours, Endpoint theirs) {
        Map<String, String> names = new HashMap<>();
        plan.routes().forEach(route -> names.put(route.target(), route.source()));
        return new LinkedKeys(links, flow, Map.of(Which.OURS, ours, Which.THEIRS, theirs), names);
    }

    @Override
    public synchronized Value across(String collection, Which from, Value key) {
        Value there = known.get(new Name(collection, from, key));
        if (there == null) {
            learn(collection, from, Set.of(key));
            there = known.get(new Name(collection, from, key));
        }
        return Objects.requireNonNull(there);
    }

    @Override
    public synchronized void expect(String collection, Which from, Collection<Value> keys) {
        Iterator<Value> all = keys.iterator();
        while (all.hasNext()) {
            // Not so many that the first of them are forgotten with the last.
            Set<Value> some = new LinkedHashSet<>();
            while (all.hasNext() && some.size() < KEYS_MAX) {
                some.add(all.next());
            }
            learn(collection, from, some);
        }
    }

    private void learn(String collection, Which from, Set<Value> keys) {
        Set<Value> left = unknown(collection, from, keys);
        if (left.isEmpty()) {
            return;
        }
        find(collection, from, left);
        left = unknown(collection, from, left);
        for (int tries = 0; !left.isEmpty(); tries++) {
            if (tries == TRIES_MAX) {
                throw new EndpointException(
                        EndpointException.Kind.MISCONFIGURED,
                        Code.KEYS_GIVEN_AGAIN,
                        collection
                                + " gives out keys again that it gave before: its numbers have to go on"
                                + " above all that there have been");
            }
            give(collection, from, left, tries);
            find(collection, from, left);
            left = unknown(collection, from, left);
        }
    }

    private Set<Value> unknown(String collection, Which from, Set<Value> keys) {
        Set<Value> unknown = new LinkedHashSet<>();
        for (Value key : keys) {
            if (!known.containsKey(new Name(collection, from, key))) {
                unknown.add(key);
            }
        }
        return unknown;
    }

    private void find(String collection, Which from, Set<Value> keys) {
        links.find(flow, collection, from, keys)
                .forEach(
                        (key, there) -> {
                            known.put(new Name(collection, from, key), there);
                            known.put(new Name(collection, from.other(), there), key);
                        });
    }

    /** Links keys with such that the other end has not given to anybody. */
    private void give(String collection, Which from, Set<Value> keys, int tries) {
        // An end that was put back to an earlier time gives keys again for a while.
        int count =
                Math.min(Math.max(KEYS_MAX, keys.size()), keys.size() << Math.max(0, tries - 2));
        Which to = from.other();
        String name = to == Which.OURS ? ours.get(collection) : collection;
        List<Value> given = source(to).keys(Objects.requireNonNull(name), count);
        // Those given last are the least likely to have been given before; in order, for people.
        Iterator<Value> fresh = given.subList(count - keys.size(), count).iterator();
        Map<Value, Value> added = new LinkedHashMap<>();
        for (Value key : keys) {
            Value there = fresh.next();
            added.put(from == Which.OURS ? key : there, from == Which.OURS ? there : key);
        }
        links.add(flow, collection, added);
    }

    private KeySource source(Which which) {
        return (KeySource) Objects.requireNonNull(ends.get(which));
    }

    /** Why an end cannot have linked rows in a collection of its own name; null if it can. */
    public static @Nullable String lacks(Endpoint end, String collection) {
        return end instanceof KeySource keys
                ? keys.givesNoKeys(collection)
                : "gives no keys to rows that others make";
    }
}
