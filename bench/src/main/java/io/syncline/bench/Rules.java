package io.syncline.bench;

import io.syncline.engine.shape.Args;
import io.syncline.engine.shape.NamedRule;
import io.syncline.engine.shape.RowRule;
import io.syncline.engine.shape.ShapeRules;
import io.syncline.engine.shape.TableRules;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One mask, one filter and one validation for each table of the workloads. All rows pass, so that
 * the same work is measured as without.
 */
final class Rules {
    private Rules() {}

    private record Table(
            String field, String mask, Args args, String masked, String filter, String check) {
        TableRules rules() {
            return new TableRules(
                    List.of(),
                    false,
                    List.of(),
                    Map.of(),
                    List.of(new NamedRule(field, mask, args, false, "/masks")),
                    List.of(new RowRule("filter", filter, false, "/filters")),
                    false,
                    new TableRules.Validation(
                            List.of(),
                            List.of(new RowRule("check", check, false, "/validation")),
                            false,
                            false,
                            false,
                            false,
                            TableRules.Validation.Mode.STRICT),
                    false);
        }
    }

    private static Table text(String field, String filter, String check) {
        return new Table(field, "partial", Args.none(), field + " like '*%'", filter, check);
    }

    private static Table of(String table) {
        return switch (table) {
            case "acc", "tel", "bra" -> text("filler", "balance >= 0", "balance < 1000000000");
            case "his" ->
                    new Table(
                            "aid",
                            "number",
                            Args.of("step", "10"),
                            "aid % 10 = 0",
                            "tid > 0",
                            "delta = 1");
            default -> text("name", "kind >= 0", "price >= 0");
        };
    }

    /** A mask, a filter that all items pass and a validation, for a table by its whole name. */
    static ShapeRules ofItems(String table, String check) {
        return new ShapeRules(
                List.of(
                        new ShapeRules.Side(
                                TableRules.none(),
                                Map.of(table, text("name", "kind >= 0", check).rules()),
                                List.of())),
                null);
    }

    private static boolean shaped(String table) {
        return !table.startsWith("marker_");
    }

    /** The rules of these tables. */
    static ShapeRules of(List<String> tables) {
        Map<String, TableRules> rules = new HashMap<>();
        tables.stream().filter(Rules::shaped).forEach(each -> rules.put(each, of(each).rules()));
        return new ShapeRules(
                List.of(new ShapeRules.Side(TableRules.none(), rules, List.of())), null);
    }

    /** The field that is masked, and what holds of it then, as SQL. */
    static Map<String, String> masked(String table) {
        return Map.of(of(table).field(), of(table).masked());
    }
}
