package io.syncline.engine.gather;

import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.facing.Alike;
import io.syncline.engine.shape.Shape;
import io.syncline.engine.shape.ShapeProblem;
import io.syncline.engine.sync.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how the tables of the sources become tables of the destination, and all that is wrong
 * with that. A field has the type that it has at the source which ranks first among those that have
 * it, or a wider one; it may be empty if it may be so anywhere, or if some source does not have it.
 */
final class TableMaking {
    private record Fed(Contributor contributor, Route route) {
        Shape shape() {
            return contributor.plan().shape(route);
        }

        Layout layout() {
            return shape().layout();
        }
    }

    private final GatherTerms terms;
    private final List<ShapeProblem> problems = new ArrayList<>();
    private final List<GatheredTable> tables = new ArrayList<>();

    /**
     * @param contributors as they rank
     */
    TableMaking(List<Contributor> contributors, GatherTerms terms) {
        this.terms = terms;
        Map<String, List<Fed>> fed = new LinkedHashMap<>();
        for (Contributor each : contributors) {
            for (Route route : each.plan().routes()) {
                fed.computeIfAbsent(route.target(), _ -> new ArrayList<>())
                        .add(new Fed(each, route));
            }
        }
        fed.forEach(this::add);
    }

    /** All that is wrong. */
    List<ShapeProblem> problems() {
        return List.copyOf(problems);
    }

    /** The tables nothing is wrong with. */
    List<GatheredTable> tables() {
        return List.copyOf(tables);
    }

    private void add(String name, List<Fed> those) {
        int before = problems.size();
        List<String> key = those.getFirst().layout().key();
        for (Fed each : those) {
            keyed(name, key, each);
            plain(name, each);
        }
        if (those.size() < terms.confirmations()) {
            problem(
                    Code.PAIRING,
                    "%s is made of %d tables, and %d sources have to agree on its rows."
                            .formatted(name, those.size(), terms.confirmations()));
        }
        Layout layout = layout(name, key, those);
        if (problems.size() == before && layout != null) {
            tables.add(
                    new GatheredTable(
                            layout,
                            those.stream()
                                    .map(
                                            each ->
                                                    new Part(
                                                            each.contributor(),
                                                            each.contributor()
                                                                    .plan()
                                                                    .here(each.route()),
                                                            each.shape(),
                                                            layout))
                                    .toList(),
                            new Gathering(fields(those), shared(those), terms)));
        }
    }

    private void problem(Code code, String message) {
        problems.add(new ShapeProblem(code, "", message));
    }

    private void keyed(String name, List<String> key, Fed each) {
        String table = each.contributor().name() + "'s " + each.route().source();
        if (each.layout().key().isEmpty()) {
            problem(
                    Code.LAYOUT_MISMATCH,
                    "%s has no key: only tables with one can be merged.".formatted(table));
        } else if (!each.layout().key().equals(key)) {
            problem(
                    Code.LAYOUT_MISMATCH,
                    "The rows of %s are told apart by %s, and those of %s by %s."
                            .formatted(
                                    name,
                                    String.join(", ", key),
                                    table,
                                    String.join(", ", each.layout().key())));
        }
    }

    /** What needs a row's past, or the time, has no place here. */
    private void plain(String name, Fed each) {
        if (each.shape().keeps() || each.shape().appendOnly()) {
            problem(
                    Code.IMPOSSIBLE_PAIR,
                    name + ": merged rows are what the sources say now; none is kept beyond that.");
        }
        if (each.shape().compared().size() < each.layout().fields().size()) {
            problem(
                    Code.NOT_BOTH_WAYS,
                    name + ": a function that says something else each time never comes to rest.");
        }
    }

    private static List<String> fields(List<Fed> those) {
        return those.stream()
                .flatMap(each -> each.layout().fields().stream())
                .map(Field::name)
                .distinct()
                .toList();
    }

    private static Set<String> shared(List<Fed> those) {
        Set<String> shared = new LinkedHashSet<>(fields(those));
        those.forEach(
                each ->
                        shared.retainAll(
                                each.layout().fields().stream()
                                        .map(Field::name)
                                        .collect(Collectors.toSet())));
        return shared;
    }

    private @Nullable Layout layout(String name, List<String> key, List<Fed> those) {
        List<Field> fields = new ArrayList<>();
        for (String each : fields(those)) {
            fields.add(field(name, each, key.contains(each), those));
        }
        if (terms.origins()) {
            for (String own : List.of(Gathering.SOURCE, Gathering.SOURCES)) {
                if (fields.stream().anyMatch(field -> field.name().equals(own))) {
                    problem(Code.LAYOUT_MISMATCH, name + " has a field " + own + " of its own.");
                    return null;
                }
            }
            fields.add(new Field(Gathering.SOURCE, new FieldType.Text(null), true));
            fields.add(new Field(Gathering.SOURCES, new FieldType.Int(32), true));
        }
        long rows = those.stream().mapToLong(each -> each.layout().rows()).max().orElse(-1);
        // Whether a value is unique at one source says nothing of all of them.
        return fields.stream().map(Field::name).toList().containsAll(key)
                ? new Layout(name, fields, key, List.of(), rows)
                : null;
    }

    private Field field(String name, String field, boolean key, List<Fed> those) {
        List<Field> all =
                those.stream()
                        .flatMap(each -> Stream.ofNullable(each.layout().field(field)))
                        .toList();
        FieldType type = all.getFirst().type();
        for (Field other : all) {
            type = wider(type, other.type());
        }
        for (Field other : all) {
            Alike in = Alike.of(other.type(), type);
            Alike out = Alike.of(type, other.type());
            String loss = in == null ? "they say different things" : in.loss();
            if (loss == null && key && (out == null || out.loss() != null)) {
                loss = "a key has to lead back";
            }
            if (loss != null) {
                problem(
                        in == null ? Code.LAYOUT_MISMATCH : Code.PRECISION_LOSS,
                        "%s.%s is of different types at its sources: %s. Give it a function."
                                .formatted(name, field, loss));
            }
        }
        boolean nullable = all.size() < those.size() || all.stream().anyMatch(Field::nullable);
        return new Field(field, type, nullable && !key);
    }

    /** Texts and whole numbers have room for those of all sources. */
    private static FieldType wider(FieldType one, FieldType other) {
        if (one instanceof FieldType.Text(Integer most)
                && other instanceof FieldType.Text(Integer more)) {
            return most == null || more != null && more <= most ? one : other;
        }
        return one instanceof FieldType.Int(int bits)
                        && other instanceof FieldType.Int(int others)
                        && others > bits
                ? other
                : one;
    }
}
