package io.syncline.cli.remote;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;
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
        ObjectNode body = choice.body();
        String id = Syncs.id(server, choice.sync());
        JsonNode answer = server.post(ParkedRows.path(id) + "/replay", body);
        int parked = answer.path("still_parked").size();
        output.answer(
                answer,
                () ->
                        output.line(
                                Cells.number(answer.path("settled").asLong())
                                        + " settled, "
                                        + parked
                                        + " still parked."));
        ParkedChoice.complain(answer);
        return parked == 0 ? Exit.OK : Exit.FAILED;
    }
}
