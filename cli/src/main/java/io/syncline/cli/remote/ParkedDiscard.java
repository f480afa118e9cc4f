package io.syncline.cli.remote;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Gives parked rows up. */
@Command(
        name = "discard",
        description = {
            "Gives parked rows up: they wait no more, and the destination stays without them.",
            "A later change of such a row at the source is applied as any other."
        },
        mixinStandardHelpOptions = true)
final class ParkedDiscard implements Callable<Integer> {
    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    @Mixin private ParkedChoice choice = new ParkedChoice();
    @Mixin private Remote remote = new Remote();

    @Override
    public Integer call() {
        return remote.ask(this::discard);
    }

    private int discard(Server server, Output output) {
        ObjectNode body = choice.body();
        String id = Syncs.id(server, choice.sync());
        long rows = choice.count(server, id);
        if (rows > 0) {
            Asking.agree(
                    yes,
                    "Give up "
                            + rows
                            + (rows == 1 ? " row" : " rows")
                            + "? The destination stays without what waits.");
        }
        JsonNode answer = server.post(ParkedRows.path(id) + "/discard", body);
        output.answer(answer, () -> output.line(Cells.of(answer, "discarded") + " discarded."));
        ParkedChoice.complain(answer);
        return Exit.OK;
    }
}
