package io.syncline.cli.remote;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Parked rows by their ids, or all that a condition finds; never all by an oversight. */
final class ParkedChoice {
    @Parameters(index = "0", paramLabel = "SYNC", description = "The sync's name or id.")
    private String sync = "";

    @Parameters(
            index = "1..*",
            paramLabel = "ID",
            description = "The rows' ids, as the list has them.")
    private List<Long> ids = new ArrayList<>();

    @Option(names = "--all", description = "All parked rows of the sync.")
    private boolean all;

    @Mixin private ParkedRows rows = new ParkedRows();

    /** The sync as it was named. */
    String sync() {
        return sync;
    }

    /**
     * The body that chooses the rows.
     *
     * @throws Failure USAGE if it is not clear which are meant
     */
    ObjectNode body() {
        boolean many = all || rows.narrowed();
        if (many != ids.isEmpty() || all && rows.narrowed()) {
            throw Failure.of(
                    Exit.USAGE, "Name rows by their ids, or say --all, --cause or --table.");
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        rows.narrow(body);
        if (all) {
            body.put("all", true);
        } else if (!ids.isEmpty()) {
            ids.forEach(body.putArray("ids")::add);
        }
        return body;
    }

    /** How many rows are meant now. */
    long count(Server server, String syncId) {
        return ids.isEmpty() ? rows.count(ParkedCauses.of(server, syncId)) : ids.size();
    }

    /**
     * Complains of rows that were named and are not parked.
     *
     * @throws Failure NOT_FOUND if there are any
     */
    static void complain(JsonNode answer) {
        JsonNode gone = answer.path("not_parked");
        if (!gone.isEmpty()) {
            throw Failure.of(
                    Exit.NOT_FOUND,
                    "There is no parked row "
                            + Cells.of(answer, "not_parked")
                            + ": it may be settled by now.");
        }
    }
}
