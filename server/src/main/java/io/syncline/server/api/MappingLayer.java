package io.syncline.server.api;

import io.syncline.engine.shape.FieldRule;
import io.syncline.engine.shape.NamedRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stands of mappings at one of the places where they may.
 *
 * @param flat said of all tables by the mapping itself
 * @param tables said of single ones by it
 * @param base said of all tables by a {@code field_mapping}
 * @param baseTables said of single ones by that
 * @param drops whether fields without a rule go; null if nothing is said
 */
record MappingLayer(
        List<FieldRule> flat,
        Map<String, List<FieldRule>> tables,
        List<FieldRule> base,
        Map<String, List<FieldRule>> baseTables,
        Map<String, NamedRule> types,
        List<NamedRule> transforms,
        @Nullable Boolean drops) {
    /** The mapping of a table, or of those that are not named: what is said closest goes first. */
    static List<FieldRule> merged(MappingLayer side, MappingLayer top, @Nullable String table) {
        List<List<FieldRule>> order = new ArrayList<>();
        add(order, side.tables(), side.flat(), table);
        add(order, top.tables(), top.flat(), table);
        add(order, side.baseTables(), side.base(), table);
        add(order, top.baseTables(), top.base(), table);
        Map<String, List<FieldRule>> bySource = new LinkedHashMap<>();
        for (List<FieldRule> level : order.reversed()) {
            Set<String> replaced = new LinkedHashSet<>();
            for (FieldRule rule : level) {
                String key = rule.from() == null ? "\0" + rule.to() : rule.from();
                if (replaced.add(key)) {
                    bySource.put(key, new ArrayList<>());
                }
                bySource.computeIfAbsent(key, _ -> new ArrayList<>()).add(rule);
            }
        }
        return bySource.values().stream().flatMap(List::stream).toList();
    }

    private static void add(
            List<List<FieldRule>> order,
            Map<String, List<FieldRule>> tables,
            List<FieldRule> flat,
            @Nullable String table) {
        if (table != null) {
            order.add(tables.getOrDefault(table, List.of()));
        }
        order.add(flat);
    }

    /** A destination's transforms of a field go instead of those for all. */
    static List<NamedRule> transforms(MappingLayer side, MappingLayer top) {
        Set<String> own = new LinkedHashSet<>();
        side.transforms().forEach(rule -> own.add(rule.field()));
        List<NamedRule> all = new ArrayList<>();
        top.transforms().stream().filter(rule -> !own.contains(rule.field())).forEach(all::add);
        all.addAll(side.transforms());
        return all;
    }
}
