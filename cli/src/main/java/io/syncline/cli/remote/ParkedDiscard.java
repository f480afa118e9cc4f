package io.syncline.cli.remote;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;
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
        String id = Syncs.id(server, choice.sync());
        List<Long> rows = choice.ids(server, id);
        if (!rows.isEmpty()) {
            Asking.agree(
                    yes,
                    "Give up "
                            + rows.size()
                            + (rows.size() == 1 ? " row" : " rows")
                            + "? The destination stays without what waits.");
        }
        rows.forEach(row -> server.delete(ParkedRows.path(id) + "/" + row));
        ObjectNode answer =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("sync_id", id)
                        .put("discarded", rows.size());
        output.answer(answer, () -> output.line(rows.size() + " discarded."));
        return Exit.OK;
    }
}
