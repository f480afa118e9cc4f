package io.syncline.cli.remote;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A row of a two-way sync, as a person names it. */
final class RowPlace {
    @Parameters(index = "0", paramLabel = "SYNC", description = "The sync's name or id.")
    private String sync = "";

    @Parameters(
            index = "1",
            paramLabel = "TABLE",
            description = "By either end's name, with or without its schema.")
    private String table = "";

    @Parameters(
            index = "2..*",
            arity = "1..*",
            paramLabel = "KEY",
            description = "The values of its key, in order.")
    private List<String> key = new ArrayList<>();

    String table() {
        return table;
    }

    ArrayNode key() {
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        key.forEach(parts::add);
        return parts;
    }

    /** Where the histories of the sync's rows are. */
    String path(Server server) {
        return Syncs.ALL + "/history/" + Syncs.id(server, sync);
    }

    /** The same with a question about this row. */
    String query(Server server, String more) {
        return path(server)
                + more
                + "?"
                + ConflictsList.asked("table", table).substring(1)
                + ConflictsList.asked("key", key().toString());
    }
}
