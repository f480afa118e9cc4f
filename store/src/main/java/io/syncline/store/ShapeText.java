package io.syncline.store;

import io.syncline.core.endpoint.Secret;
import io.syncline.engine.shape.Args;
import io.syncline.engine.shape.FieldRule;
import io.syncline.engine.shape.NamedRule;
import io.syncline.engine.shape.RowRule;
import io.syncline.engine.shape.ShapeRules;
import io.syncline.engine.shape.TableRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a sync's rules for rows rest, as a part of its definition; the secret of its hashes is
 * sealed.
 */
final class ShapeText {
    private static final String SECRET = "shape.secret";
    private static final String SIDES = "sides";
    private static final String TABLES = "tables";
    private static final String VALIDATION = "validation";

    private ShapeText() {}

    static Map<String, @Nullable Object> write(ShapeRules rules, String syncId, Sealing sealing) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        Secret secret = rules.secret();
        json.put("secret", secret == null ? null : sealing.seal(syncId, SECRET, secret.reveal()));
        json.put(SIDES, rules.destinations().stream().map(ShapeText::side).toList());
        return json;
    }

    private static Map<String, @Nullable Object> side(ShapeRules.Side side) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("all", table(side.all()));
        Map<String, @Nullable Object> tables = new TreeMap<>();
        side.tables().forEach((name, rules) -> tables.put(name, table(rules)));
        json.put(TABLES, tables);
        json.put("collections", side.collections());
        return json;
    }

    private static Map<String, @Nullable Object> table(TableRules rules) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put(
                "fields",
                rules.fields().stream()
                        .map(
                                rule ->
                                        list(
                                                rule.from(),
                                                rule.to(),
                                                rule.function(),
                                                rule.args().values(),
                                                flag(rule.everywhere()),
                                                rule.pointer()))
                        .toList());
        json.put("dropUnmapped", flag(rules.dropUnmapped()));
        json.put("transforms", named(rules.transforms()));
        Map<String, @Nullable Object> types = new TreeMap<>();
        rules.types().forEach((name, rule) -> types.put(name, named(rule)));
        json.put("types", types);
        json.put("masks", named(rules.masks()));
        json.put("filters", conditions(rules.filters()));
        json.put("keepLeaving", flag(rules.keepLeaving()));
        TableRules.Validation validation = rules.validation();
        json.put(
                VALIDATION,
                list(
                        named(validation.checks()),
                        conditions(validation.business()),
                        flag(validation.formats()),
                        flag(validation.consistency()),
                        flag(validation.images()),
                        flag(validation.attributes()),
                        validation.mode().name()));
        json.put("appendOnly", flag(rules.appendOnly()));
        return json;
    }

    private static List<@Nullable Object> list(@Nullable Object... values) {
        List<@Nullable Object> list = new ArrayList<>();
        for (Object value : values) {
            list.add(value);
        }
        return list;
    }

    private static long flag(boolean is) {
        return is ? 1 : 0;
    }

    private static List<List<@Nullable Object>> named(List<NamedRule> rules) {
        return rules.stream().map(ShapeText::named).toList();
    }

    private static List<@Nullable Object> named(NamedRule rule) {
        return list(
                rule.field(),
                rule.name(),
                rule.args().values(),
                flag(rule.everywhere()),
                rule.pointer());
    }

    private static List<List<@Nullable Object>> conditions(List<RowRule> rules) {
        return rules.stream()
                .map(
                        rule ->
                                list(
                                        rule.name(),
                                        rule.condition(),
                                        flag(rule.everywhere()),
                                        rule.pointer()))
                .toList();
    }

    /** Definitions made before there were rules for rows have none. */
    static ShapeRules read(@Nullable Object json, String syncId, Sealing sealing) {
        if (!(json instanceof Map<?, ?> parts)) {
            return ShapeRules.none();
        }
        Object secret = parts.get("secret");
        return new ShapeRules(
                each(parts.get(SIDES), ShapeText::readSide),
                secret == null
                        ? null
                        : Secret.of(sealing.open(syncId, SECRET, String.valueOf(secret))));
    }

    private static <T> List<T> each(@Nullable Object list, Function<Object, T> read) {
        List<T> made = new ArrayList<>();
        List<?> items = known(list, List.class);
        for (Object item : items) {
            made.add(read.apply(item));
        }
        return made;
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return known(value, Map.class);
    }

    private static <T> T known(@Nullable Object value, Class<T> kind) {
        if (!kind.isInstance(value)) {
            throw new IllegalArgumentException("A sync's rules for rows with a part missing");
        }
        return kind.cast(value);
    }

    private static ShapeRules.Side readSide(Object json) {
        Map<?, ?> side = map(json);
        Map<String, TableRules> tables = new TreeMap<>();
        map(side.get(TABLES)).forEach((name, rules) -> tables.put((String) name, readTable(rules)));
        return new ShapeRules.Side(
                readTable(side.get("all")),
                tables,
                each(side.get("collections"), String.class::cast));
    }

    private static TableRules readTable(@Nullable Object json) {
        Map<?, ?> rules = map(json);
        Map<String, NamedRule> types = new TreeMap<>();
        map(rules.get("types")).forEach((name, rule) -> types.put((String) name, readNamed(rule)));
        return new TableRules(
                each(rules.get("fields"), ShapeText::readField),
                is(rules.get("dropUnmapped")),
                each(rules.get("transforms"), ShapeText::readNamed),
                types,
                each(rules.get("masks"), ShapeText::readNamed),
                each(rules.get("filters"), ShapeText::readCondition),
                is(rules.get("keepLeaving")),
                readValidation(known(rules.get(VALIDATION), List.class)),
                is(rules.get("appendOnly")));
    }

    private static TableRules.Validation readValidation(List<?> parts) {
        return new TableRules.Validation(
                each(parts.get(0), ShapeText::readNamed),
                each(parts.get(1), ShapeText::readCondition),
                is(parts.get(2)),
                is(parts.get(3)),
                is(parts.get(4)),
                is(parts.get(5)),
                TableRules.Validation.Mode.valueOf((String) parts.get(6)));
    }

    private static boolean is(@Nullable Object flag) {
        return known(flag, Long.class) != 0;
    }

    private static FieldRule readField(Object json) {
        List<?> parts = known(json, List.class);
        return new FieldRule(
                (String) parts.get(0),
                (String) parts.get(1),
                (String) parts.get(2),
                args(parts.get(3)),
                is(parts.get(4)),
                (String) parts.get(5));
    }

    private static NamedRule readNamed(Object json) {
        List<?> parts = known(json, List.class);
        return new NamedRule(
                (String) parts.get(0),
                (String) parts.get(1),
                args(parts.get(2)),
                is(parts.get(3)),
                (String) parts.get(4));
    }

    private static RowRule readCondition(Object json) {
        List<?> parts = known(json, List.class);
        return new RowRule(
                (String) parts.get(0),
                (String) parts.get(1),
                is(parts.get(2)),
                (String) parts.get(3));
    }

    private static Args args(@Nullable Object json) {
        Map<String, List<String>> values = new TreeMap<>();
        map(json)
                .forEach(
                        (name, texts) ->
                                values.put((String) name, each(texts, String.class::cast)));
        return new Args(values);
    }
}
