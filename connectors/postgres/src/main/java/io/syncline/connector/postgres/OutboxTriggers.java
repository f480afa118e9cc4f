package io.syncline.connector.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is made for a flow's outbox, in the schema {@code syncline}, and the SQL that makes it.
 * Pure.
 *
 * <p>Where PostgreSQL lets them, triggers run once a statement and note all its keys by one insert,
 * which costs a tenth of a call for each row; only a row that is given another key is noted alone,
 * with both. On partitioned tables they run for each row, so that writes to a partition are seen.
 * The function runs with the rights of its owner and names everything in full, so that no search
 * path of a writer leads it astray.
 */
final class OutboxTriggers {
    static final String SCHEMA = "syncline";
    static final String STATE = SCHEMA + ".syncline_outboxes";

    /** Types whose text is the same whatever the writer's settings are. */
    private static final List<PgForm> PLAIN =
            List.of(
                    PgForm.BOOL,
                    PgForm.INT2,
                    PgForm.INT4,
                    PgForm.INT8,
                    PgForm.OID,
                    PgForm.NUMERIC,
                    PgForm.TEXT,
                    PgForm.BPCHAR,
                    PgForm.BYTE,
                    PgForm.UUID);

    private static final List<PgForm> EXACT =
            List.of(PgForm.INT2, PgForm.INT4, PgForm.INT8, PgForm.OID, PgForm.UUID, PgForm.BOOL);

    private final String flow;
    private final PgTable table;

    OutboxTriggers(String flow, PgTable table) {
        this.flow = flow;
        this.table = table;
    }

    /** The outbox of a flow, quoted. */
    static String outbox(String flow) {
        return SCHEMA + "." + PgName.quote("syncline_outbox_" + flow);
    }

    /** The function that fills it, by its own name. */
    String functionName() {
        return "o_" + flow + "_" + table.oid();
    }

    /** The names of the triggers. */
    List<String> names() {
        String start = "syncline_outbox_" + flow + "_";
        return (table.partitioned() ? List.of("r", "t") : List.of("i", "u", "d", "k", "t"))
                .stream().map(start::concat).toList();
    }

    private List<PgColumn> key() {
        return table.key().stream()
                .map(
                        name ->
                                table.columns().stream()
                                        .filter(column -> column.name().equals(name))
                                        .findFirst()
                                        .orElseThrow())
                .toList();
    }

    private String keyOf(String row) {
        return key().stream()
                .map(column -> row + "." + PgName.quote(column.name()) + "::pg_catalog.text")
                .collect(Collectors.joining(", ", "ARRAY[", "]"));
    }

    private String moved() {
        return key().stream()
                .map(
                        column -> {
                            String name = PgName.quote(column.name());
                            String as =
                                    EXACT.contains(column.type().form())
                                            ? ""
                                            : "::pg_catalog.text COLLATE \"C\"";
                            return "OLD." + name + as + " IS DISTINCT FROM NEW." + name + as;
                        })
                .collect(Collectors.joining(" OR "));
    }

    /** What the function does. */
    String body() {
        String name = PgName.literal(table.collection());
        String into = "INSERT INTO " + outbox(flow) + " (collection, key";
        String is = "TG_OP OPERATOR(pg_catalog.=) ";
        String rows =
                table.partitioned()
                        ? "ELSIF %s'INSERT' THEN %s) VALUES (%s, %s); ELSIF %s'DELETE' THEN %s) VALUES (%s, %s);"
                                        .formatted(
                                                is,
                                                into,
                                                name,
                                                keyOf("NEW"),
                                                is,
                                                into,
                                                name,
                                                keyOf("OLD"))
                                // Compared by the reader: here a search path could lead astray.
                                + " ELSE %s, former) VALUES (%s, %s, %s);"
                                        .formatted(into, name, keyOf("NEW"), keyOf("OLD"))
                        : "ELSIF TG_LEVEL OPERATOR(pg_catalog.=) 'ROW' THEN %s, former) VALUES (%s, %s, %s);"
                                        .formatted(into, name, keyOf("NEW"), keyOf("OLD"))
                                + " ELSIF %s'DELETE' THEN %s) SELECT %s, %s FROM syncline_old r;"
                                        .formatted(is, into, name, keyOf("r"))
                                + " ELSE %s) SELECT %s, %s FROM syncline_new r;"
                                        .formatted(into, name, keyOf("r"));
        return "BEGIN IF %s'TRUNCATE' THEN %s) VALUES (%s, NULL); %s END IF; RETURN NULL; END"
                .formatted(is, into, name, rows);
    }

    /** Makes the function and the triggers, or makes them anew. */
    List<String> create() {
        boolean plain = key().stream().allMatch(column -> PLAIN.contains(column.type().form()));
        String settings =
                plain
                        ? ""
                        : " SET datestyle = 'ISO, MDY' SET intervalstyle = 'postgres'"
                                + " SET extra_float_digits = '3' SET bytea_output = 'hex'"
                                + " SET timezone = 'UTC'";
        List<String> all = new ArrayList<>();
        all.add(
                "CREATE OR REPLACE FUNCTION "
                        + function()
                        + " RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
                        + settings
                        + " AS "
                        + PgName.literal(body()));
        all.add("REVOKE ALL ON FUNCTION " + function() + " FROM PUBLIC");
        if (table.partitioned()) {
            all.add(trigger("r", "INSERT OR UPDATE OR DELETE", "FOR EACH ROW"));
        } else {
            String each = "FOR EACH STATEMENT";
            all.add(trigger("i", "INSERT", "REFERENCING NEW TABLE AS syncline_new " + each));
            all.add(trigger("u", "UPDATE", "REFERENCING NEW TABLE AS syncline_new " + each));
            all.add(trigger("d", "DELETE", "REFERENCING OLD TABLE AS syncline_old " + each));
            all.add(trigger("k", "UPDATE", "FOR EACH ROW WHEN (" + moved() + ")"));
        }
        all.add(trigger("t", "TRUNCATE", "FOR EACH STATEMENT"));
        return all;
    }

    /** Lets the triggers run for rows that a replication writes, too; the table's owner may. */
    List<String> always() {
        return names().stream()
                .map(
                        name ->
                                "ALTER TABLE "
                                        + table.quoted()
                                        + " ENABLE ALWAYS TRIGGER "
                                        + PgName.quote(name))
                .toList();
    }

    String function() {
        return SCHEMA + "." + PgName.quote(functionName()) + "()";
    }

    private String trigger(String end, String when, String how) {
        return "CREATE OR REPLACE TRIGGER %s AFTER %s ON %s %s EXECUTE FUNCTION %s"
                .formatted(
                        PgName.quote("syncline_outbox_" + flow + "_" + end),
                        when,
                        table.quoted(),
                        how,
                        function());
    }
}
