package io.syncline.engine.shape;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Header;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Users, what happens to them, and rules for them. */
final class Users {
    static final FieldType TEXT = new FieldType.Text(null);
    static final Layout USERS =
            new Layout(
                    "public.users",
                    List.of(
                            new Field("id", new FieldType.Int(64), false),
                            new Field("email", TEXT, false),
                            new Field("age", new FieldType.Int(32), true),
                            new Field("note", TEXT, true)),
                    List.of("id"),
                    List.of(
                            new Layout.Index(List.of("email"), true),
                            new Layout.Index(List.of("note"), false)),
                    -1);
    static final Version VERSION = new Version(1, 0, new ReplicaId("a"));

    private Users() {}

    static Value text(String text) {
        return new Value.Text(text);
    }

    static Row user(long id, String email, long age, String note) {
        return Row.of(
                Header.of("id", "email", "age", "note"),
                List.of(new Value.Int(id), text(email), new Value.Int(age), text(note)));
    }

    static Row key(long id) {
        return Row.of("id", new Value.Int(id));
    }

    static RowId id(long id) {
        return RowId.of("public.users", new Value.Int(id));
    }

    static Change insert(Row row) {
        return Change.of(
                new RowId("public.users", List.of(row.at(0))),
                Image.absent(),
                Image.whole(row),
                VERSION);
    }

    static Change update(Row before, Row after) {
        return Change.of(
                new RowId("public.users", List.of(after.at(0))),
                Image.whole(before),
                Image.whole(after),
                VERSION);
    }

    static Change partial(Row known) {
        return Change.of(id(1), Image.partial(key(1)), Image.partial(known), VERSION);
    }

    static Change put(Shaped shaped) {
        assertThat(shaped).isInstanceOf(Shaped.Put.class);
        return ((Shaped.Put) shaped).change();
    }

    static FieldRule field(String from, String to, String function) {
        return new FieldRule(from, to, function, Args.none(), false, "/" + from);
    }

    static NamedRule named(String field, String name) {
        return new NamedRule(field, name, Args.none(), false, "/" + field);
    }

    /** Rules in the making. */
    static final class Rules {
        final List<FieldRule> fields = new ArrayList<>();
        final List<NamedRule> transforms = new ArrayList<>();
        final List<NamedRule> masks = new ArrayList<>();
        final List<NamedRule> checks = new ArrayList<>();
        final List<String> filters = new ArrayList<>();
        final List<String> business = new ArrayList<>();
        boolean drop;
        boolean keep;
        boolean appendOnly;
        TableRules.Validation.Mode mode = TableRules.Validation.Mode.STRICT;

        Shape good() {
            Shapes.Resolved resolved = resolve();
            assertThat(resolved.problems()).isEmpty();
            return resolved.shapes().get("public.users");
        }

        Shapes.Resolved resolve() {
            return resolve(Map.of(USERS, "there"));
        }

        Shapes.Resolved resolve(Map<Layout, String> sources) {
            TableRules table =
                    new TableRules(
                            fields,
                            drop,
                            transforms,
                            Map.of(),
                            masks,
                            conditions(filters, "/filter"),
                            keep,
                            new TableRules.Validation(
                                    checks,
                                    conditions(business, "/business"),
                                    false,
                                    false,
                                    false,
                                    false,
                                    mode),
                            appendOnly);
            ShapeRules all =
                    new ShapeRules(
                            List.of(new ShapeRules.Side(table, Map.of(), List.of())),
                            Secret.of("s"));
            return Shapes.resolve(all, 0, sources, ShapeTools.plain(() -> 1234));
        }

        private static List<RowRule> conditions(List<String> texts, String pointer) {
            return texts.stream().map(text -> new RowRule("it", text, false, pointer)).toList();
        }
    }
}
