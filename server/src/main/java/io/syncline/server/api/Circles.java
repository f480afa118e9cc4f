package io.syncline.server.api;

import io.syncline.engine.sync.Direction;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.engine.sync.Leg;
import io.syncline.engine.sync.SyncDefinition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether syncs together lead an edit back to where it was made. Each table of each
 * database is a place; a leg leads from its source's tables to its destination's, and back if it
 * goes both ways. A way that comes back without turning around is a circle. For one use.
 */
final class Circles {
    /** Stands for the tables that nobody names. */
    private static final String OTHERS = "*";

    private static final String HOME = "public";

    /** A table of a database, which is known by who tells of it first. */
    private record Node(String database, String schema, String table) {
        String words() {
            String name = table.equals(OTHERS) ? "all tables" : table;
            return database.substring(database.indexOf(' ') + 1)
                    + " "
                    + (schema.equals(HOME) ? name : schema + "." + name);
        }
    }

    /**
     * A step along a leg.
     *
     * @param pair stands for the leg and its pair of tables: the same of both directions
     */
    private record Step(String sync, Node from, Node to, int pair) {}

    private final UnaryOperator<EndpointSpec> resolved;
    private final Set<String> schemas = new TreeSet<>(Set.of(HOME));
    private final Set<String> tables = new TreeSet<>(Set.of(OTHERS));
    private final Map<Node, List<Step>> steps = new HashMap<>();
    private int pairs;

    /**
     * @param resolved finds what an endpoint with a name stands for
     */
    Circles(UnaryOperator<EndpointSpec> resolved) {
        this.resolved = resolved;
    }

    /**
     * A circle that a sync would close.
     *
     * @param leg the place of the leg that closes it
     * @param way where an edit would go, in words
     */
    record Closed(int leg, String way) {}

    /**
     * The circle that a sync closes with others, or by itself.
     *
     * @param others the syncs there are; the one of the same id is not looked at
     * @return null if there is none
     */
    @Nullable Closed closed(SyncDefinition sync, List<SyncDefinition> others) {
        List<SyncDefinition> rest =
                others.stream().filter(other -> !other.id().equals(sync.id())).toList();
        rest.forEach(this::name);
        name(sync);
        rest.forEach(other -> other.legs().forEach(leg -> add(other, leg)));
        Map<Leg, List<Step>> own = new LinkedHashMap<>();
        sync.legs().forEach(leg -> own.put(leg, add(sync, leg)));
        for (Map.Entry<Leg, List<Step>> each : own.entrySet()) {
            for (Step first : each.getValue()) {
                List<Step> back = way(first);
                if (back != null) {
                    return new Closed(each.getKey().index(), words(first, back));
                }
            }
        }
        return null;
    }

    private void name(SyncDefinition sync) {
        for (Leg leg : sync.legs()) {
            for (EndpointSpec end : List.of(leg.source(), leg.destination())) {
                schemas.add(schema(resolved.apply(end), HOME));
            }
            leg.tables().forEach(this::name);
            leg.collections().forEach(this::name);
        }
    }

    private void name(String table) {
        int dot = table.lastIndexOf('.');
        tables.add(table.substring(dot + 1));
        if (dot > 0) {
            schemas.add(table.substring(0, dot));
        }
    }

    private static String schema(EndpointSpec end, String otherwise) {
        @Nullable String schema = end.settings().get("schema");
        return schema == null ? otherwise : schema;
    }

    /** Adds the steps along a leg; returns them. */
    private List<Step> add(SyncDefinition sync, Leg leg) {
        EndpointSpec source = resolved.apply(leg.source());
        EndpointSpec destination = resolved.apply(leg.destination());
        String here = database(source);
        String there = database(destination);
        List<Step> added = new ArrayList<>();
        if (here == null || there == null) {
            return added;
        }
        List<String> from = leg.tables().isEmpty() ? all() : leg.tables();
        List<String> to = leg.collections().isEmpty() ? from : leg.collections();
        for (int i = 0; i < from.size(); i++) {
            Node one = node(here, source, from.get(i));
            Node other = node(there, destination, to.get(i));
            added.add(new Step(sync.name(), one, other, pairs));
            if (sync.direction() == Direction.BI_DIRECTIONAL) {
                added.add(new Step(sync.name(), other, one, pairs));
            }
            pairs++;
        }
        added.forEach(step -> steps.computeIfAbsent(step.from(), _ -> new ArrayList<>()).add(step));
        return added;
    }

    /** The names that tables have which are copied without being named. */
    private List<String> all() {
        return schemas.stream()
                .flatMap(schema -> tables.stream().map(table -> schema + "." + table))
                .toList();
    }

    private static Node node(String database, EndpointSpec end, String table) {
        int dot = table.lastIndexOf('.');
        String own = dot < 0 ? HOME : table.substring(0, dot);
        return new Node(database, schema(end, own), table.substring(dot + 1));
    }

    /** Which database it is, without who logs in; null if nobody can tell. */
    private static @Nullable String database(EndpointSpec end) {
        Place place = Place.of(end.settings());
        String host = place.host();
        return host == null || place.database() == null
                ? null
                : "%s@%s %s/%s"
                        .formatted(
                                end.type(),
                                place.through(),
                                host.toLowerCase(Locale.ROOT),
                                place.database());
    }

    /** The shortest way back to where a step begins that does not turn around; null if none is. */
    private @Nullable List<Step> way(Step first) {
        Map<Node, Step> reached = new HashMap<>();
        Deque<Node> next = new ArrayDeque<>(List.of(first.to()));
        while (!next.isEmpty() && !reached.containsKey(first.from())) {
            for (Step step : steps.getOrDefault(next.removeFirst(), List.of())) {
                boolean fresh = step.pair() != first.pair() && !step.to().equals(first.to());
                if (fresh && reached.putIfAbsent(step.to(), step) == null) {
                    next.addLast(step.to());
                }
            }
        }
        if (!reached.containsKey(first.from())) {
            return null;
        }
        List<Step> way = new ArrayList<>();
        for (Node at = first.from(); !at.equals(first.to()); at = way.getFirst().from()) {
            way.addFirst(reached.get(at));
        }
        return way;
    }

    private static String words(Step first, List<Step> back) {
        StringBuilder words = new StringBuilder(first.from().words());
        List<Step> all = new ArrayList<>(back);
        all.addFirst(first);
        for (Step step : all) {
            words.append(" → ")
                    .append(step.to().words())
                    .append(" (by ")
                    .append(Words.quoted(step.sync()))
                    .append(')');
        }
        return words.toString();
    }
}
