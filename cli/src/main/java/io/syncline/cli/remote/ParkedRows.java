package io.syncline.cli.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which parked rows of a sync are meant. */
final class ParkedRows {
    private static final int PAGE = 1000;

    @Option(
            names = "--cause",
            paramLabel = "CODE",
            description = "Only rows parked for this reason, such as SYN-5001.")
    private @Nullable String cause;

    @Option(names = "--table", paramLabel = "TABLE", description = "Only rows of this table.")
    private @Nullable String table;

    /** Whether any is left out. */
    boolean narrowed() {
        return cause != null || table != null;
    }

    /** Says in a body which rows are meant. */
    void narrow(ObjectNode body) {
        String code = code();
        if (code != null) {
            body.put("cause", code);
        }
        if (table != null) {
            body.put("collection", table);
        }
    }

    /** How many of counted rows are meant. */
    long count(JsonNode causes) {
        String code = code();
        long rows = 0;
        for (JsonNode cause : causes.path("causes").values()) {
            boolean meant =
                    (code == null || cause.path("code").asString().equals(code))
                            && named(cause.path("table").asString());
            rows += meant ? cause.path("rows").asLong() : 0;
        }
        return rows;
    }

    /** Where the destination has schemas, a table may be named without. */
    private boolean named(String collection) {
        return table == null || collection.equals(table) || collection.endsWith("." + table);
    }

    /** Where the rows of a sync are. */
    static String path(String syncId) {
        return Syncs.ALL + "/" + syncId + "/parked";
    }

    /** The rows that are meant, oldest first. */
    List<JsonNode> find(Server server, String syncId, long countMax) {
        String code = code();
        List<JsonNode> found = new ArrayList<>();
        long after = 0;
        while (found.size() < countMax) {
            JsonNode page = server.get(path(syncId) + "?limit=" + PAGE + "&after=" + after);
            for (JsonNode row : page.path("parked").values()) {
                boolean meant =
                        (code == null || row.path("code").asString().equals(code))
                                && named(row.path("table").asString());
                if (meant && found.size() < countMax) {
                    found.add(row);
                }
            }
            if (!page.path("next").isNumber()) {
                break;
            }
            after = page.path("next").asLong();
        }
        return found;
    }

    private @Nullable String code() {
        if (cause == null) {
            return null;
        }
        String code = cause.toUpperCase(Locale.ROOT);
        if (!code.matches("(SYN-)?\\d{4}")) {
            throw Failure.of(Exit.USAGE, "--cause is a code such as SYN-5001.");
        }
        return code.startsWith("SYN-") ? code : "SYN-" + code;
    }

    /**
     * One row.
     *
     * @throws Failure NOT_FOUND if it is not parked, or not any more
     */
    static JsonNode one(Server server, String syncId, long id) {
        JsonNode page = server.get(path(syncId) + "?limit=1&after=" + (id - 1));
        JsonNode row = page.path("parked").path(0);
        if (row.path("id").asLong(-1) != id) {
            throw Failure.of(
                    Exit.NOT_FOUND, "There is no parked row " + id + ": it may be settled by now.");
        }
        return Objects.requireNonNull(row);
    }
}
