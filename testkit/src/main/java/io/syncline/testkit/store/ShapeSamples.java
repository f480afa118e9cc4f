package io.syncline.testkit.store;

import io.syncline.core.endpoint.Secret;
import io.syncline.engine.shape.Args;
import io.syncline.engine.shape.FieldRule;
import io.syncline.engine.shape.NamedRule;
import io.syncline.engine.shape.RowRule;
import io.syncline.engine.shape.ShapeRules;
import io.syncline.engine.shape.TableRules;
import java.util.List;
import java.util.Map;

/** Rules for rows, for tests of stores: one of each. */
final class ShapeSamples {
    private ShapeSamples() {}

    static ShapeRules rules() {
        TableRules one =
                new TableRules(
                        List.of(
                                new FieldRule("id", "user_id", null, Args.none(), false, "/a/id"),
                                new FieldRule(
                                        null,
                                        "seen",
                                        "current_timestamp",
                                        Args.none(),
                                        true,
                                        "/a/seen")),
                        true,
                        List.of(named("email", "lowercase", Args.none())),
                        Map.of("timestamps", named("timestamps", "iso_timestamp", Args.none())),
                        List.of(named("email", "hash", Args.of("length", "32"))),
                        List.of(new RowRule("active", "status = 'ac\u00dftive'", false, "/f")),
                        true,
                        new TableRules.Validation(
                                List.of(
                                        named(
                                                "kind",
                                                "one_of",
                                                new Args(Map.of("values", List.of("a", "b"))))),
                                List.of(new RowRule("total", "total >= 0", true, "/b")),
                                true,
                                false,
                                true,
                                false,
                                TableRules.Validation.Mode.SKIP),
                        true);
        return new ShapeRules(
                List.of(
                        new ShapeRules.Side(TableRules.none(), Map.of("users", one), List.of()),
                        new ShapeRules.Side(one, Map.of(), List.of("people"))),
                Secret.of("of the hashes"));
    }

    private static NamedRule named(String field, String name, Args args) {
        return new NamedRule(field, name, args, false, "/x/" + field);
    }
}
