package io.syncline.engine.facing;

import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Header;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Fineness;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Secret;
import io.syncline.engine.shape.Args;
import io.syncline.engine.shape.FieldRule;
import io.syncline.engine.shape.NamedRule;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.shape.RowRule;
import io.syncline.engine.shape.ShapeProblem;
import io.syncline.engine.shape.ShapeRules;
import io.syncline.engine.shape.ShapeTools;
import io.syncline.engine.shape.Shapes;
import io.syncline.engine.shape.TableRules;
import io.syncline.engine.sync.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Two ends in the making: {@code public.users} of ours, {@code users} of theirs. */
final class Ends {
    static final String OURS = "public.users";
    static final String THEIRS = "users";
    static final FieldType INT = new FieldType.Int(64);
    static final FieldType TEXT = new FieldType.Text(null);

    final List<Field> ours = new ArrayList<>();
    final List<FieldRule> rules = new ArrayList<>();
    final List<NamedRule> masks = new ArrayList<>();
    final List<String> filters = new ArrayList<>();
    final List<RowRule> business = new ArrayList<>();
    List<String> key = List.of("id");
    @Nullable List<Field> theirs;
    List<String> theirKey = List.of("id");
    boolean dropUnmapped;
    boolean allow;
    Conventions conventions = Conventions.NONE;
    Conventions theirConventions = Conventions.NONE;
    LinkTerms links = LinkTerms.NONE;
    Linkage linkage = Linkage.NONE;

    /** How many digits of a second ours hold. */
    int oursDigits = Fineness.DIGITS_MAX;

    /** How many digits of a second theirs hold. */
    int theirDigits = Fineness.DIGITS_MAX;

    /** Ends whose rows have an {@code id} and these fields. */
    static Ends of(Field... fields) {
        Ends ends = new Ends();
        ends.ours.add(new Field("id", INT, false));
        ends.ours.addAll(List.of(fields));
        return ends;
    }

    static Field field(String name, FieldType type) {
        return new Field(name, type, true);
    }

    Ends rule(
            @Nullable String from, @Nullable String to, @Nullable String function, String... args) {
        Map<String, List<String>> given = new LinkedHashMap<>();
        for (int i = 0; i < args.length; i += 2) {
            given.put(args[i], List.of(args[i + 1]));
        }
        rules.add(new FieldRule(from, to, function, new Args(given), false, "/" + from));
        return this;
    }

    /** The other end has these fields already. */
    Ends there(Field... fields) {
        List<Field> all = new ArrayList<>(List.of(new Field("id", INT, false)));
        all.addAll(List.of(fields));
        theirs = all;
        return this;
    }

    Facings facings() {
        TableRules table =
                new TableRules(
                        rules,
                        dropUnmapped,
                        List.of(),
                        Map.of(),
                        masks,
                        filters.stream()
                                .map(text -> new RowRule("the filter", text, false, "/filter"))
                                .toList(),
                        false,
                        new TableRules.Validation(
                                List.of(),
                                business,
                                false,
                                false,
                                false,
                                false,
                                TableRules.Validation.Mode.STRICT),
                        false);
        ShapeRules asked =
                new ShapeRules(
                        List.of(new ShapeRules.Side(table, Map.of(), List.of())), Secret.of("s"));
        Layout source = new Layout(OURS, ours, key, List.of(), -1);
        Terms terms = new Terms(allow, conventions, theirConventions, links);
        Map<Layout, String> named = Map.of(source, THEIRS);
        Shapes.Resolved resolved =
                Shapes.resolve(
                        Withheld.from(asked, 0, named, terms), 0, named, ShapeTools.plain(() -> 0));
        if (!resolved.problems().isEmpty()) {
            throw new AssertionError(resolved.problems());
        }
        Plan plan =
                new Plan(List.of(new Route(OURS, THEIRS)), Map.of(OURS, source), resolved.shapes());
        List<Layout> there =
                theirs == null
                        ? List.of()
                        : List.of(new Layout(THEIRS, theirs, theirKey, List.of(), -1));
        return Facings.of(
                plan,
                asked,
                new Catalog(there),
                terms,
                (_, _) -> oursDigits,
                (_, _) -> theirDigits,
                linkage);
    }

    List<String> problems() {
        List<String> told = new ArrayList<>();
        for (ShapeProblem each : facings().problems()) {
            told.add(each.code() + " " + each.pointer() + " " + each.message());
        }
        return told;
    }

    static Image whole(Object... namesAndValues) {
        return Image.whole(row(namesAndValues));
    }

    static Image partial(Object... namesAndValues) {
        return Image.partial(row(namesAndValues));
    }

    static Row row(Object... namesAndValues) {
        List<String> names = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            names.add((String) namesAndValues[i]);
            values.add((Value) namesAndValues[i + 1]);
        }
        return Row.of(Header.of(names), values);
    }

    static Value text(String text) {
        return new Value.Text(text);
    }

    static Value num(long number) {
        return new Value.Int(number);
    }
}
