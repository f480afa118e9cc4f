package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.engine.shape.NamedRule;
import io.syncline.engine.shape.RowRule;
import io.syncline.engine.shape.ShapeRules;
import io.syncline.engine.shape.TableRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is to become of rows on their way, wherever in a body it stands, and merges it: what
 * is said of a table of a destination goes before what is said of the destination, that before what
 * is said of all, and each before a {@code field_mapping}. For one body, one thread.
 */
final class RowsParser {
    private static final String FILTERS = "filters";

    private record Side(
            MappingLayer mapping,
            Masks masks,
            List<FiltersParser.Name> filters,
            @Nullable Boolean keeps,
            List<String> collections) {}

    /** Masks said of all tables, and of single ones. */
    record Masks(List<NamedRule> flat, Map<String, List<NamedRule>> tables) {}

    /** Conditions said of all tables, and of single ones. */
    record FilterParts(List<RowRule> flat, Map<String, List<RowRule>> tables) {
        static FilterParts none() {
            return new FilterParts(List.of(), Map.of());
        }
    }

    private final List<String> tables;
    private final Problems problems;
    private final MappingParser mappings;
    private final MaskParser masking;
    private final FiltersParser filters;
    private final List<Side> sides = new ArrayList<>();
    private final List<FilterParts> sources = new ArrayList<>();

    /**
     * For a sync of these tables.
     *
     * @param tables empty for all
     */
    RowsParser(List<String> tables, Problems problems) {
        this.tables = List.copyOf(tables);
        this.problems = problems;
        boolean one = tables.size() == 1;
        this.mappings = new MappingParser(tables, problems);
        this.masking = new MaskParser(!one, problems);
        this.filters = new FiltersParser(problems);
    }

    /** Reads what stands in the source. */
    void source(Fields fields) {
        sources.add(filters.byTable(fields, FILTERS));
    }

    /** What was read of each of several sources, which then has rules of its own. */
    void sources(List<FilterParts> each) {
        sources.addAll(each);
    }

    /** Reads what stands in a destination; they are read in their order. */
    void destination(Fields fields, List<String> collections) {
        sides.add(
                new Side(
                        mappings.parse(fields),
                        masking.parse(fields),
                        filters.names(fields, FILTERS),
                        keeps(fields),
                        collections));
    }

    private @Nullable Boolean keeps(Fields fields) {
        String word = fields.word("on_leave", List.of("delete", "keep"));
        return word == null ? null : (Boolean) word.equals("keep");
    }

    /** Reads what is said of all, and merges. */
    ShapeRules rules(Fields body, Fields validation, AppendOnly appendOnly) {
        MappingLayer top = mappings.parse(body);
        Masks masks = masking.parse(body);
        Boolean keeps = keeps(body);
        Map<String, FilterParts> registry = filters.registry(body, FILTERS);
        ValidationParser validations = new ValidationParser(tables.size() != 1, problems);
        ValidationParser.Found wanted = validations.parse(body, validation);
        List<ShapeRules.Side> made = new ArrayList<>();
        List<FilterParts> from = sources.isEmpty() ? List.of(FilterParts.none()) : sources;
        for (Side side : sides) {
            for (FilterParts source : from) {
                made.add(side(side, source, top, masks, keeps, registry, wanted, appendOnly));
            }
        }
        unknownTables(made);
        boolean nothing =
                made.stream()
                        .allMatch(
                                side ->
                                        side.all().equals(TableRules.none())
                                                && side.tables().isEmpty()
                                                && side.collections().isEmpty());
        return nothing ? ShapeRules.none() : new ShapeRules(made, null);
    }

    private ShapeRules.Side side(
            Side side,
            FilterParts source,
            MappingLayer top,
            Masks masks,
            @Nullable Boolean keeps,
            Map<String, FilterParts> registry,
            ValidationParser.Found wanted,
            AppendOnly appendOnly) {
        boolean ownCollections = sides.stream().map(Side::collections).distinct().count() > 1;
        FilterParts own = filters.resolved(source, side.filters(), registry);
        Set<String> named = new TreeSet<>(side.mapping().tables().keySet());
        named.addAll(side.mapping().baseTables().keySet());
        named.addAll(top.tables().keySet());
        named.addAll(top.baseTables().keySet());
        named.addAll(side.masks().tables().keySet());
        named.addAll(masks.tables().keySet());
        named.addAll(own.tables().keySet());
        named.addAll(wanted.tables());
        named.addAll(appendOnly.tables());
        Merge merge = new Merge(side, top, masks, own, keeps, wanted, appendOnly);
        Map<String, TableRules> byTable = new TreeMap<>();
        named.forEach(table -> byTable.put(table, merge.of(table)));
        return new ShapeRules.Side(
                merge.of(null), byTable, ownCollections ? names(side.collections()) : List.of());
    }

    private List<String> names(List<String> collections) {
        return collections.isEmpty() ? tables : collections;
    }

    /** A table that is not copied has no rules; where all are copied, the first look tells. */
    private void unknownTables(List<ShapeRules.Side> made) {
        if (tables.isEmpty()) {
            return;
        }
        Set<String> told = new HashSet<>();
        for (ShapeRules.Side side : made) {
            side.tables()
                    .forEach(
                            (name, rules) -> {
                                boolean known =
                                        tables.stream().anyMatch(table -> same(table, name));
                                if (!known && told.add(name)) {
                                    problems.add(
                                            Code.UNKNOWN_COLLECTION,
                                            place(rules),
                                            Words.quoted(name)
                                                    + " is none of the tables of the source."
                                                    + Words.didYouMean(name, tables));
                                }
                            });
        }
    }

    static boolean same(String table, String name) {
        return table.equals(name) || table.endsWith("." + name) || name.endsWith("." + table);
    }

    /** Where the first rule of a table stands that is said of it alone. */
    private static String place(TableRules rules) {
        List<String> places = new ArrayList<>();
        rules.fields().forEach(rule -> add(places, rule.everywhere(), rule.pointer()));
        rules.masks().forEach(rule -> add(places, rule.everywhere(), rule.pointer()));
        rules.filters().forEach(rule -> add(places, rule.everywhere(), rule.pointer()));
        rules.validation().checks().forEach(rule -> add(places, rule.everywhere(), rule.pointer()));
        rules.validation()
                .business()
                .forEach(rule -> add(places, rule.everywhere(), rule.pointer()));
        return places.isEmpty() ? "/conflict_resolution" : places.getFirst();
    }

    private static void add(List<String> places, boolean everywhere, String pointer) {
        if (!everywhere) {
            places.add(pointer);
        }
    }

    /** Which tables are append-only: all, or those named. */
    record AppendOnly(boolean all, List<String> tables) {
        /** No table. */
        static final AppendOnly NONE = new AppendOnly(false, List.of());
    }

    private record Merge(
            Side side,
            MappingLayer top,
            Masks masks,
            FilterParts filters,
            @Nullable Boolean keeps,
            ValidationParser.Found validation,
            AppendOnly appendOnly) {
        /** The rules of a table, or of those that are not named. */
        TableRules of(@Nullable String table) {
            Boolean own = side.keeps();
            return new TableRules(
                    MappingLayer.merged(side.mapping(), top, table),
                    side.mapping().drops() == null
                            ? Boolean.TRUE.equals(top.drops())
                            : Boolean.TRUE.equals(side.mapping().drops()),
                    MappingLayer.transforms(side.mapping(), top),
                    types(),
                    masked(table),
                    conditions(table),
                    own == null ? Boolean.TRUE.equals(keeps) : own,
                    validation.of(table),
                    appendOnly.all() || table != null && appendOnly.tables().contains(table));
        }

        private Map<String, NamedRule> types() {
            Map<String, NamedRule> types = new LinkedHashMap<>(top.types());
            types.putAll(side.mapping().types());
            return types;
        }

        /** A field is masked by what is said most closely of it. */
        private List<NamedRule> masked(@Nullable String table) {
            Map<String, NamedRule> byField = new LinkedHashMap<>();
            for (Masks each : List.of(masks, side.masks())) {
                each.flat().forEach(rule -> byField.put(rule.field(), rule));
                if (table != null) {
                    each.tables()
                            .getOrDefault(table, List.of())
                            .forEach(rule -> byField.put(rule.field(), rule));
                }
            }
            return List.copyOf(byField.values());
        }

        private List<RowRule> conditions(@Nullable String table) {
            List<RowRule> all = new ArrayList<>(filters.flat());
            if (table != null) {
                all.addAll(filters.tables().getOrDefault(table, List.of()));
            }
            return all;
        }
    }
}
