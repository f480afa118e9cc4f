package io.syncline.cli.remote;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Tries parked rows again. */
@Command(
        name = "replay",
        description = {
            "Tries parked rows again.",
            "Exits 0 when all are settled, 1 when some are still parked."
        },
        mixinStandardHelpOptions = true)
final class ParkedReplay implements Callable<Integer> {
    @Mixin private ParkedChoice choice = new ParkedChoice();
    @Mixin private Remote remote = new Remote();

    @Override
    public Integer call() {
        return remote.ask(this::replay);
    }

    private int replay(Server server, Output output) {
        String id = Syncs.id(server, choice.sync());
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("sync_id", id);
        ArrayNode rows = answer.putArray("rows");
        int settled = 0;
        for (long row : choice.ids(server, id)) {
            JsonNode tried = again(server, ParkedRows.path(id) + "/" + row + "/replay", row);
            rows.add(tried);
            settled += tried.path("status").asString().equals("settled") ? 1 : 0;
        }
        int parked = rows.size() - settled;
        answer.put("settled", settled).put("still_parked", parked);
        output.answer(
                answer,
                () -> output.line(settled(answer) + " settled, " + parked + " still parked."));
        return parked == 0 ? Exit.OK : Exit.FAILED;
    }

    private static String settled(ObjectNode answer) {
        return Cells.number(answer.path("settled").asLong());
    }

    /** A row that somebody else has settled meanwhile is settled. */
    private static JsonNode again(Server server, String path, long row) {
        try {
            return server.post(path, null);
        } catch (Failure e) {
            if (e.exit() != Exit.NOT_FOUND) {
                throw e;
            }
            return JsonNodeFactory.instance.objectNode().put("id", row).put("status", "settled");
        }
    }
}
