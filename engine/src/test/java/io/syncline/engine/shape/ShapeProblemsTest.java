package io.syncline.engine.shape;

import static io.syncline.engine.shape.Users.USERS;
import static io.syncline.engine.shape.Users.VERSION;
import static io.syncline.engine.shape.Users.field;
import static io.syncline.engine.shape.Users.id;
import static io.syncline.engine.shape.Users.named;
import static io.syncline.engine.shape.Users.put;
import static io.syncline.engine.shape.Users.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.shape.Users.Rules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is wrong with rules, all of it at once. */
class ShapeProblemsTest {
    private final Rules rules = new Rules();

    @Test
    void everythingWrongIsToldAtOnceWithItsPlace() {
        rules.fields.add(field("emial", "x", null));
        rules.fields.add(field("age", "note", null));
        rules.fields.add(field("note", null, "shout"));
        rules.fields.add(new FieldRule("id", null, "format_date", Args.none(), false, "/id"));
        rules.masks.add(named("id", "null"));
        rules.masks.add(named("email", "blur"));
        rules.checks.add(named("age", "email"));
        rules.checks.add(named("email", "looks_good"));
        rules.filters.add("birthday > '2000-01-01'");
        rules.transforms.add(
                new NamedRule("email", "truncate", Args.of("length", "0"), false, "/t"));
        assertThat(rules.resolve().problems())
                .extracting(problem -> problem.code() + " " + problem.pointer())
                .contains(
                        "UNKNOWN_FIELD /emial",
                        "FIELD_TWICE /note",
                        "UNKNOWN_FUNCTION /note",
                        "WRONG_FIELD_TYPE /id",
                        "KEY_RULE /id",
                        "UNKNOWN_MASK /email",
                        "WRONG_FIELD_TYPE /age",
                        "UNKNOWN_VALIDATOR /email",
                        "BAD_CONDITION /filter",
                        "BAD_ARGUMENT /t");
    }

    @Test
    void aKeyCannotBeLeftOutMaskedOrTurnedForGood() {
        for (FieldRule rule :
                List.of(
                        field("id", null, FieldRule.DROP),
                        new FieldRule(
                                "id", null, "constant", Args.of("value", "1"), false, "/id"))) {
            rules.fields.clear();
            rules.fields.add(rule);
            assertThat(rules.resolve().problems())
                    .extracting(ShapeProblem::code)
                    .contains(Code.KEY_RULE);
        }
        rules.fields.clear();
        rules.drop = true;
        rules.fields.add(field("email", "mail", null));
        assertThat(rules.resolve().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(Code.KEY_RULE));
    }

    @Test
    void whatIsSaidOfAllTablesNeedsOnlyOneThatHasTheField() {
        rules.fields.add(new FieldRule("email", "mail", null, Args.none(), true, "/e"));
        rules.fields.add(new FieldRule("ghost", "x", null, Args.none(), true, "/g"));
        Layout other =
                new Layout(
                        "public.items",
                        List.of(new Field("id", new FieldType.Int(64), false)),
                        List.of("id"),
                        List.of(),
                        -1);
        Map<Layout, String> sources = new LinkedHashMap<>();
        sources.put(other, "items");
        sources.put(USERS, "users");
        assertThat(rules.resolve(sources).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.pointer()).isEqualTo("/g"));
    }

    @Test
    void aTableWithoutAKeyCanOnlyBeRenamed() {
        Layout keyless = new Layout("public.log", USERS.fields(), List.of(), List.of(), -1);
        rules.fields.add(field("email", "mail", null));
        Shapes.Resolved resolved = rules.resolve(Map.of(keyless, "log"));
        assertThat(resolved.problems()).isEmpty();
        Row row = user(1, "a", 1, "n");
        Change change = Change.of(id(1), Image.whole(row), Image.whole(row), VERSION);
        assertThat(put(resolved.shapes().get("public.log").shape(change)).before())
                .isInstanceOf(Image.Whole.class);
        rules.masks.add(named("email", "redact"));
        assertThat(rules.resolve(Map.of(keyless, "log")).problems())
                .extracting(ShapeProblem::code)
                .containsExactly(Code.KEYLESS_RULE);
    }
}
