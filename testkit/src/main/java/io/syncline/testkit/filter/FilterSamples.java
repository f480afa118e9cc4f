package io.syncline.testkit.filter;

import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.filter.Condition;
import java.util.ArrayList;
import java.util.List;

/** Every operator on a field of every type, beside literals at the edges of what rows hold. */
public final class FilterSamples {
    private FilterSamples() {}

    /** Filters on one field. */
    public static List<String> of(Field field) {
        String name = new Condition.Name(field.name(), 1).toString();
        List<String> filters = new ArrayList<>();
        filters.add(name + " IS NULL");
        filters.add(name + " IS NOT NULL");
        filters.add("NOT " + name + " IS NULL");
        List<String> literals = literals(field.type());
        if (literals.isEmpty()) {
            return filters;
        }
        String list = String.join(", ", literals);
        List<String> signs = new ArrayList<>(List.of("=", "<>"));
        if (!(field.type() instanceof FieldType.Bool || field.type() instanceof FieldType.Other)) {
            signs.addAll(List.of("<", "<=", ">", ">="));
            String middle = literals.get(literals.size() / 2);
            for (String low : List.of(literals.getFirst(), middle)) {
                filters.add(name + " BETWEEN " + low + " AND " + middle);
                filters.add(name + " NOT BETWEEN " + low + " AND " + middle);
            }
        }
        for (String literal : literals) {
            for (String sign : signs) {
                filters.add(name + " " + sign + " " + literal);
            }
            filters.add("NOT " + name + " = " + literal);
        }
        filters.add(name + " = NULL");
        filters.add(name + " IN (" + list + ")");
        filters.add(name + " NOT IN (" + list + ")");
        filters.add(name + " NOT IN (" + literals.getFirst() + ", NULL)");
        filters.add("NOT (" + name + " IN (" + literals.getFirst() + ") OR " + name + " IS NULL)");
        if (field.type() instanceof FieldType.Text) {
            filters.addAll(patterns(name));
        }
        return filters;
    }

    private static List<String> patterns(String name) {
        List<String> filters = new ArrayList<>();
        for (String pattern :
                List.of(
                        "'%'",
                        "''",
                        "'a%'",
                        "'%b'",
                        "'_'",
                        "'__'",
                        "'%\\%%'",
                        "'!%%' ESCAPE '!'",
                        "'%|%'",
                        "'A%'",
                        "'%😀%'",
                        "'%\\\\%'",
                        "'%''%'",
                        "'é'",
                        "'\\a'",
                        "'a '")) {
            filters.add(name + " LIKE " + pattern);
            filters.add(name + " NOT LIKE " + pattern);
        }
        return filters;
    }

    private static List<String> literals(FieldType type) {
        return switch (type) {
            case FieldType.Bool _ -> List.of("TRUE", "FALSE");
            case FieldType.Int(int bits) -> {
                long most = bits < 16 ? 127 : bits < 32 ? 32767 : 2147483647;
                yield List.of("" + (-most - 1), "0", "1", "" + most);
            }
            case FieldType.Decimal _ ->
                    List.of("-1.5", "0", "0.10", "1.005", "99999999999999999999");
            case FieldType.Real _ -> List.of("-1.5", "0", "0.1", "16777217", "100000000000");
            case FieldType.Text _ ->
                    List.of(
                            "''",
                            "'a'",
                            "'A'",
                            "'a '",
                            "'b'",
                            "'ä'",
                            "'é'",
                            "'e\u0301'",
                            "'ß'",
                            "'ss'",
                            "'\uffee'",
                            "'😀'",
                            "'a\\b'",
                            "'o''clock'",
                            "'%'",
                            "'null'",
                            "'0'");
            case FieldType.Bytes _ ->
                    List.of("'\\x'", "'\\x00'", "'\\x7f'", "'\\x80'", "'\\x6162'");
            case FieldType.Date _ ->
                    List.of("'0001-01-01'", "'2024-02-29'", "'9999-12-31'", "'+12024-01-01'");
            case FieldType.Time _ -> List.of("'00:00'", "'12:30:00.000001'", "'23:59:59.999999'");
            case FieldType.Timestamp _ ->
                    List.of(
                            "'0001-01-01'",
                            "'2024-02-29'",
                            "'2024-02-29 12:30:00.000001'",
                            "'9999-12-31T23:59:59.999999'");
            case FieldType.Instant _ ->
                    List.of(
                            "'2000-01-01'",
                            "'2024-02-29T12:30:00.000001+02:00'",
                            "'2024-02-29 10:30Z'",
                            "'9999-12-31T23:59:59.999999Z'");
            case FieldType.Uuid _ ->
                    List.of(
                            "'00000000-0000-0000-0000-000000000000'",
                            "'7fffffff-ffff-ffff-8fff-ffffffffffff'",
                            "'80000000-0000-0000-0000-000000000001'");
            case FieldType.Other _ -> List.of("'1 day'", "'1'", "'a'", "''");
            case FieldType.Json _, FieldType.Items _ -> List.of();
        };
    }
}
