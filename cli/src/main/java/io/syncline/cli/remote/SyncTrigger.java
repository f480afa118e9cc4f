package io.syncline.cli.remote;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Starts a run. */
@Command(
        name = "trigger",
        description = {
            "Starts a run of a sync.",
            "Of one that runs all the time, the run ends when the destinations have what the source"
                    + " has by now."
        },
        mixinStandardHelpOptions = true)
final class SyncTrigger implements Callable<Integer> {
    @Parameters(paramLabel = "SYNC", description = "Its name or id.")
    private String sync = "";

    @Option(names = "--full", description = "Copy everything again.")
    private boolean full;

    @Option(names = "--dry-run", description = "Say what it would do, and do nothing.")
    private boolean dryRun;

    @Mixin private Patience patience = new Patience();
    @Mixin private Remote remote = new Remote();

    @Override
    public Integer call() {
        return remote.ask(this::trigger);
    }

    private int trigger(Server server, Output output) {
        String id = Syncs.id(server, sync);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("type", full ? "full" : "incremental");
        body.putObject("options").put("dry_run", dryRun);
        JsonNode begun = server.post(Syncs.ALL + "/trigger/" + id, body);
        String run = begun.path("execution_id").asString();
        if (run.isEmpty() || !patience.asked()) {
            output.answer(begun, () -> tell(output, begun));
            return Exit.OK;
        }
        JsonNode ended = patience.run(server, output, run);
        output.answer(
                ended,
                () ->
                        output.line(
                                "The run has ended: "
                                        + Cells.of(ended, "status")
                                        + SyncCreate.problem(ended)
                                        + ", "
                                        + Cells.number(ended.path("records_synced").asLong())
                                        + " rows in "
                                        + Cells.of(ended, "duration")));
        return ended.path("status").asString().equals("completed") ? Exit.OK : Exit.FAILED;
    }

    private static void tell(Output output, JsonNode begun) {
        if (begun.path("would").isObject()) {
            output.line("Dry run: nothing was changed. It would:");
            begun.path("would")
                    .path("actions")
                    .forEach(action -> output.line("  " + Cells.plain(action.asString())));
            Findings.tell(output, begun.path("findings"));
        } else {
            output.line(
                    "A run has begun: "
                            + Cells.of(begun, "execution_id")
                            + " ("
                            + Cells.of(begun, "type")
                            + ")");
        }
    }
}
