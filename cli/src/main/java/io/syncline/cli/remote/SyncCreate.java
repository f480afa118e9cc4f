package io.syncline.cli.remote;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes a sync of a file. */
@Command(
        name = "create",
        description = "Makes a sync as a file of JSON or YAML describes it.",
        mixinStandardHelpOptions = true)
final class SyncCreate implements Callable<Integer> {
    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            required = true,
            description = "The description; - for the input.")
    private String file = "";

    @Option(names = "--dry-run", description = "Say what it would do, and do nothing.")
    private boolean dryRun;

    @Mixin private Patience patience = new Patience();
    @Mixin private Remote remote = new Remote();

    @Override
    public Integer call() {
        ObjectNode body = Body.read(file);
        return remote.ask((server, output) -> create(server, output, body));
    }

    private int create(Server server, Output output, ObjectNode body) {
        if (dryRun) {
            // Whatever spelling the file has for it, one key of the body says it now.
            body.remove("dryRun");
            body.put("dry_run", true);
        }
        JsonNode made = server.post(Syncs.ALL + "/configure", body);
        boolean kept = made.path("sync_id").isString();
        if (!kept || !patience.asked()) {
            output.answer(made, () -> tell(output, made));
            return Exit.OK;
        }
        if (output.forPeople()) {
            tell(output, made);
        }
        JsonNode status = patience.streaming(server, output, made.path("sync_id").asString());
        output.answer(
                status,
                () -> output.line("It is " + Cells.of(status, "status") + problem(status) + "."));
        return status.path("status").asString().equals("failed") ? Exit.FAILED : Exit.OK;
    }

    static String problem(JsonNode status) {
        String problem = Cells.of(status, "problem");
        return problem.equals(Cells.NONE) ? "" : ": " + problem;
    }

    private static void tell(Output output, JsonNode made) {
        String id = Cells.of(made, "sync_id");
        String name = Cells.of(made, "name");
        output.line(
                id.equals(Cells.NONE)
                        ? "Dry run of " + name + ": nothing was changed."
                        : name + " is configured: " + id);
        made.path("notes").forEach(note -> output.line("  " + Cells.plain(note.asString())));
        Findings.tell(output, made.path("findings"));
        JsonNode would = made.path("would");
        if (would.isObject()) {
            output.line("It would:");
            would.path("actions")
                    .forEach(action -> output.line("  " + Cells.plain(action.asString())));
            output.line(
                    "About "
                            + Cells.number(would.path("rows_estimate").asLong())
                            + " rows, "
                            + Cells.of(made, "estimated_duration"));
        } else {
            output.line("Next: syncline status " + Quoted.word(name));
        }
    }
}
