package io.syncline.core.merge;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of one collection are merged.
 *
 * @param rows how a row as such is decided
 * @param standard for fields without a rule of their own
 * @param fields rules by field, or by path down to a part of a JSON document: names with points
 *     between them, and a backslash before a point that belongs to a name
 * @param groups fields that are one value
 * @param checks what must hold of a row that both sides have had a part in
 * @param confidenceLeast a rule that is less sure than this has a person decide; from 0 to 1
 */
public record Rules(
        RowPolicy rows,
        Rule standard,
        Map<String, Rule> fields,
        List<Group> groups,
        List<RowCheck> checks,
        double confidenceLeast) {
    /** Copies all, and makes one rule of a field and of its parts. */
    public Rules {
        groups = List.copyOf(groups);
        checks = List.copyOf(checks);
        Map<String, Rule> escaped = new TreeMap<>();
        whole(standard, fields).forEach((name, rule) -> escaped.put(Paths.name(name), rule));
        fields = Map.copyOf(escaped);
        Set<String> grouped = new HashSet<>();
        groups.stream()
                .flatMap(group -> group.fields().stream())
                .forEach(
                        name -> {
                            if (!grouped.add(name)) {
                                throw new IllegalArgumentException(
                                        "The field " + name + " is in two groups");
                            }
                        });
        if (!(confidenceLeast >= 0 && confidenceLeast <= 1)) {
            throw new IllegalArgumentException("Not a confidence: " + confidenceLeast);
        }
    }

    /** Rules that have one for all fields, and a person for rows. */
    public static Rules of(Rule standard) {
        return new Rules(RowPolicy.review(), standard, Map.of(), List.of(), List.of(), 0);
    }

    /** A person decides everything that both sides changed. */
    public static Rules review() {
        return of(Ask.ASK);
    }

    /** The same with a rule for one field, or for the part that a path leads to. */
    public Rules with(String field, Rule rule) {
        Map<String, Rule> more = new TreeMap<>(fields);
        more.put(field, rule);
        return new Rules(rows, standard, more, groups, checks, confidenceLeast);
    }

    /** The same with another policy for rows. */
    public Rules with(RowPolicy other) {
        return new Rules(other, standard, fields, groups, checks, confidenceLeast);
    }

    /** The same with one more group. */
    public Rules with(Group group) {
        List<Group> more = new ArrayList<>(groups);
        more.add(group);
        return new Rules(rows, standard, fields, more, checks, confidenceLeast);
    }

    /** The same, of which each word needs a person's consent: what it would take is proposed. */
    public Rules byConsent() {
        Map<String, Rule> asked = new TreeMap<>();
        fields.forEach((name, rule) -> asked.put(name, new Approved(rule)));
        RowPolicy asking = RowPolicy.review();
        return new Rules(
                rows.fixed() ? asking.ofFixedRows() : asking,
                new Approved(standard),
                asked,
                groups.stream()
                        .map(
                                each ->
                                        new Group(
                                                each.name(),
                                                each.fields(),
                                                new Approved(each.rule())))
                        .toList(),
                checks,
                confidenceLeast);
    }

    /** What decides a field. */
    public Rule rule(String field) {
        return fields.getOrDefault(Paths.name(field), standard);
    }

    /** The group a field belongs to, or null. */
    public @Nullable Group group(String field) {
        for (Group group : groups) {
            if (group.fields().contains(field)) {
                return group;
            }
        }
        return null;
    }

    /** The fields that a path of a conflict stands for. */
    public List<String> fieldsOf(String path) {
        String first = Paths.first(path);
        for (Group group : groups) {
            if (group.name().equals(first)) {
                return group.fields();
            }
        }
        return List.of(first);
    }

    /** A rule with others for some of its parts. */
    static ObjectMerge parted(Rule own, Map<String, Rule> paths) {
        Rule plain = own instanceof Named(_, Rule named) ? named : own;
        if (plain instanceof ObjectMerge(Rule leaf, Map<String, Rule> parts)) {
            Map<String, Rule> all = new TreeMap<>();
            parts.forEach((name, rule) -> all.put(Paths.name(name), rule));
            all.putAll(paths);
            return new ObjectMerge(leaf, whole(leaf, all));
        }
        return new ObjectMerge(own, whole(own, paths));
    }

    /** Rules of fields, made of rules by path: an object merge stands where paths go on. */
    private static Map<String, Rule> whole(Rule standard, Map<String, Rule> given) {
        Map<String, Rule> fields = new TreeMap<>();
        Map<String, Map<String, Rule>> deeper = new TreeMap<>();
        given.forEach(
                (path, rule) -> {
                    String first = Paths.first(path);
                    String rest = Paths.rest(path);
                    if (rest == null) {
                        fields.put(first, rule);
                    } else {
                        deeper.computeIfAbsent(first, _ -> new TreeMap<>()).put(rest, rule);
                    }
                });
        deeper.forEach(
                (field, paths) -> {
                    Rule own = fields.getOrDefault(field, standard);
                    fields.put(field, parted(own, paths));
                });
        return fields;
    }
}
