package io.syncline.engine.facing;

import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Fineness;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.shape.FieldRule;
import io.syncline.engine.shape.ShapeProblem;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds what an end's application expects in that end's tables, and notes what cannot be.
 *
 * @param tables the end's, among them those that are kept equal
 * @param fine how finely it holds times
 * @param problems hears what is wrong
 */
record Practices(
        Conventions asked, List<Layout> tables, Fineness fine, Consumer<ShapeProblem> problems) {
    /** Looks for the tables and the columns that are named at all. */
    void known() {
        for (Convention each : asked.all()) {
            String name = each.table();
            List<Layout> meant =
                    tables.stream()
                            .filter(
                                    table ->
                                            name == null
                                                    || Conventions.means(name, table.collection()))
                            .toList();
            if (meant.isEmpty()) {
                problem(
                        Code.UNKNOWN_COLLECTION,
                        each,
                        "There is no table " + name + " here that the sync keeps equal.");
            } else if (meant.stream().allMatch(table -> table.field(each.column()) == null)) {
                problem(
                        Code.UNKNOWN_FIELD,
                        each,
                        name == null
                                ? "No table here has a column " + each.column() + "."
                                : "%s has no column %s; it has %s."
                                        .formatted(
                                                meant.getFirst().collection(),
                                                each.column(),
                                                names(meant.getFirst())));
            }
        }
    }

    private static String names(Layout layout) {
        return String.join(", ", layout.fields().stream().limit(20).map(Field::name).toList());
    }

    /** What holds of one of the tables. */
    Practice of(Layout table) {
        Mark mark = mark(table);
        Field version = version(table);
        if (mark != null && version != null && mark.column().equals(version)) {
            asked.of(table.collection(), Convention.VersionColumn.class)
                    .findFirst()
                    .ifPresent(
                            each ->
                                    problem(
                                            Code.CONVENTION,
                                            each,
                                            "%s of %s cannot be the version and say which rows are deleted."
                                                    .formatted(
                                                            version.name(), table.collection())));
        }
        Set<String> owned = new HashSet<>();
        asked.of(table.collection(), Convention.SideOwned.class)
                .forEach(
                        each -> {
                            Field field = column(table, each);
                            if (field != null) {
                                owned.add(field.name());
                            }
                        });
        return new Practice(mark, version, owned);
    }

    /**
     * A mapping that names such a column wants it carried to the other end, or made of something.
     *
     * @param named the column that a rule is about at this end
     */
    void unmapped(
            List<FieldRule> mapping, String table, Function<FieldRule, @Nullable String> named) {
        for (FieldRule rule : mapping) {
            if (FieldRule.DROP.equals(rule.function())) {
                continue;
            }
            asked.of(table, Convention.class)
                    .filter(each -> !(each instanceof Convention.SideOwned))
                    .filter(each -> each.column().equals(named.apply(rule)))
                    .forEach(
                            each ->
                                    problem(
                                            Code.CONVENTION,
                                            each,
                                            "The mapping carries %s of %s, which only its own application can use."
                                                    .formatted(each.column(), table)));
        }
    }

    private @Nullable Mark mark(Layout table) {
        Convention.SoftDelete wanted =
                asked.of(table.collection(), Convention.SoftDelete.class).findFirst().orElse(null);
        Field field = wanted == null ? null : column(table, wanted);
        if (wanted == null || field == null) {
            return null;
        }
        Mark mark = Mark.of(wanted, field, fine.secondDigits(table.collection(), field));
        if (mark == null) {
            problem(
                    Code.CONVENTION,
                    wanted,
                    wanted.deleted() == null
                            ? "%s of %s is %s%s: the time of a delete needs a date or a time that can be NULL."
                                    .formatted(
                                            field.name(),
                                            table.collection(),
                                            TypeWords.of(field.type()),
                                            field.nullable() ? "" : " and never NULL")
                            : "%s of %s is %s, which cannot hold both what deleted and what live says."
                                    .formatted(
                                            field.name(),
                                            table.collection(),
                                            TypeWords.of(field.type())));
        }
        return mark;
    }

    private @Nullable Field version(Layout table) {
        Convention.VersionColumn wanted =
                asked.of(table.collection(), Convention.VersionColumn.class)
                        .findFirst()
                        .orElse(null);
        Field field = wanted == null ? null : column(table, wanted);
        if (wanted == null || field == null || field.type() instanceof FieldType.Int) {
            return field;
        }
        problem(
                Code.CONVENTION,
                wanted,
                "%s of %s is %s: a version is a whole number."
                        .formatted(field.name(), table.collection(), TypeWords.of(field.type())));
        return null;
    }

    /** The column, if the table has it and rows are not told apart by it. */
    private @Nullable Field column(Layout table, Convention wanted) {
        Field field = table.field(wanted.column());
        if (field != null && table.key().contains(field.name())) {
            problem(
                    Code.KEY_RULE,
                    wanted,
                    "%s is of the key of %s, by which both ends tell rows apart."
                            .formatted(field.name(), table.collection()));
            return null;
        }
        return field;
    }

    private void problem(Code code, Convention about, String message) {
        problems.accept(new ShapeProblem(code, about.pointer(), message));
    }
}
