package io.syncline.cli.remote;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Finds syncs by what people call them. */
final class Syncs {
    static final String ALL = "/api/v1/sync";

    private Syncs() {}

    /** All syncs' summaries, oldest first. */
    static List<JsonNode> all(Server server) {
        return List.copyOf(server.get(ALL).path("syncs").values());
    }

    /**
     * The id of the sync of this name or id.
     *
     * @throws Failure NOT_FOUND if there is none
     */
    static String id(Server server, String nameOrId) {
        List<String> names = new ArrayList<>();
        List<JsonNode> all = all(server);
        for (JsonNode sync : all) {
            if (sync.path("sync_id").asString().equals(nameOrId)) {
                return nameOrId;
            }
        }
        for (JsonNode sync : all) {
            String name = sync.path("name").asString();
            names.add(Cells.plain(name));
            if (name.equals(nameOrId)) {
                return sync.path("sync_id").asString();
            }
        }
        throw Failure.of(
                Exit.NOT_FOUND,
                "There is no sync '%s'. %s"
                        .formatted(
                                Cells.plain(nameOrId),
                                names.isEmpty()
                                        ? "There is none at all: make one with syncline sync create."
                                        : "There are: " + String.join(", ", names) + "."));
    }
}
