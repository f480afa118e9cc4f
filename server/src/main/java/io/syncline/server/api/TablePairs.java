package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Reads which tables of several sources are one table of the destination: {@code {"unified":
 * {"shop": "items", "till": "articles"}}}. For one body.
 */
final class TablePairs {
    static final String COLLECTIONS = "collections";

    private final Problems problems;

    /** The tables of a source that somebody has said where to, with the source's number. */
    private final Set<String> said = new HashSet<>();

    TablePairs(Problems problems) {
        this.problems = problems;
    }

    /** The sources with what the body says of their tables. */
    List<StarParser.Read> paired(Fields body, List<StarParser.Read> sources) {
        Map<String, Map<String, String>> pairs = pairs(body, sources);
        List<StarParser.Read> paired = new ArrayList<>();
        for (StarParser.Read each : sources) {
            if (!each.collections().isEmpty()) {
                each.tables().forEach(table -> say(each, table));
            }
            Map<String, String> own = pairs.getOrDefault(each.spec().name(), Map.of());
            paired.add(own.isEmpty() ? each : with(body, each, own));
        }
        return paired;
    }

    private void say(StarParser.Read source, String table) {
        said.add(source.spec().name() + "\0" + table);
    }

    private boolean isSaid(StarParser.Read source, String table) {
        return said.contains(source.spec().name() + "\0" + table);
    }

    /** What tables of a source are called, by its name. */
    private Map<String, Map<String, String>> pairs(Fields body, List<StarParser.Read> sources) {
        Map<String, Map<String, String>> pairs = new LinkedHashMap<>();
        JsonNode node = body.node(COLLECTIONS);
        if (node == null) {
            return pairs;
        }
        Set<String> names = new TreeSet<>();
        sources.forEach(each -> names.add(each.spec().name()));
        String pointer = body.pointer(COLLECTIONS);
        for (FiltersParser.Member made : FiltersParser.Member.all(node, pointer, problems)) {
            for (FiltersParser.Member from :
                    FiltersParser.Member.all(made.node(), made.pointer(), problems)) {
                if (!names.contains(from.name())) {
                    problems.add(
                            Code.UNKNOWN_WORD,
                            from.pointer(),
                            Words.quoted(from.name())
                                    + " is none of the sources "
                                    + String.join(", ", names)
                                    + "."
                                    + Words.didYouMean(from.name(), names));
                } else if (!from.node().isString()) {
                    problems.add(
                            Code.WRONG_TYPE,
                            from.pointer(),
                            "The name of a table is expected here.");
                } else {
                    String table = from.node().stringValue();
                    String before =
                            pairs.computeIfAbsent(from.name(), _ -> new LinkedHashMap<>())
                                    .put(table, made.name());
                    if (before != null) {
                        problems.add(
                                Code.PAIRING,
                                from.pointer(),
                                Words.quoted(table) + " is a part of " + before + " already.");
                    }
                }
            }
        }
        return pairs;
    }

    private StarParser.Read with(
            Fields body, StarParser.Read source, Map<String, String> collections) {
        if (!source.collections().isEmpty()) {
            problems.add(
                    Code.PAIRING,
                    body.pointer(COLLECTIONS),
                    "The source "
                            + source.spec().name()
                            + " has names of its own for its tables: write one of them.");
            return source;
        }
        List<String> tables = new ArrayList<>(source.tables());
        collections.keySet().stream().filter(each -> !tables.contains(each)).forEach(tables::add);
        collections.keySet().forEach(each -> say(source, each));
        return new StarParser.Read(
                source.spec(),
                tables,
                tables.stream().map(each -> collections.getOrDefault(each, each)).toList(),
                source.priority(),
                source.expected(),
                source.filters(),
                source.pointer());
    }

    /** A table that pairs with none was meant to, unless somebody has said what it becomes. */
    void check(List<StarParser.Read> sources) {
        if (sources.stream().anyMatch(each -> each.tables().isEmpty())) {
            return;
        }
        for (StarParser.Read source : sources) {
            Set<String> others = new TreeSet<>();
            sources.stream()
                    .filter(other -> !other.pointer().equals(source.pointer()))
                    .forEach(other -> others.addAll(other.there()));
            for (int i = 0; i < source.tables().size(); i++) {
                String table = source.tables().get(i);
                boolean alone = others.stream().noneMatch(each -> RowsParser.same(each, table));
                if (alone && !isSaid(source, table)) {
                    problems.add(
                            Code.PAIRING,
                            source.pointer() + "/tables/" + i,
                            "No other source has a table "
                                    + Words.quoted(table)
                                    + ": say by collections what it is a part of. The others have "
                                    + String.join(", ", others)
                                    + ".");
                }
            }
        }
    }

    /** A filter of a table that the source does not give was meant for another. */
    void known(RowsParser.FilterParts filters, List<String> tables) {
        filters.tables()
                .forEach(
                        (name, rules) -> {
                            if (!tables.isEmpty()
                                    && tables.stream()
                                            .noneMatch(each -> RowsParser.same(each, name))) {
                                problems.add(
                                        Code.UNKNOWN_COLLECTION,
                                        rules.getFirst().pointer(),
                                        Words.quoted(name)
                                                + " is none of the tables of this source."
                                                + Words.didYouMean(name, tables));
                            }
                        });
    }
}
