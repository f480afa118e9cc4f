package io.syncline.cli.remote;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

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
     * The ids of the rows that are meant.
     *
     * @throws Failure USAGE if that is not clear, NOT_FOUND if one that was named is not parked
     */
    List<Long> ids(Server server, String syncId) {
        boolean many = all || rows.narrowed();
        if (many != ids.isEmpty()) {
            throw Failure.of(
                    Exit.USAGE, "Name rows by their ids, or say --all, --cause or --table.");
        }
        if (!many) {
            ids.forEach(id -> ParkedRows.one(server, syncId, id));
            return ids;
        }
        List<Long> found = new ArrayList<>();
        for (JsonNode row : rows.find(server, syncId, Long.MAX_VALUE)) {
            found.add(row.path("id").asLong());
        }
        return found;
    }
}
