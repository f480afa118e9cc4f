package io.syncline.cli.remote;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes a row again what it was at one of its versions. */
@Command(
        name = "row",
        description = {
            "Makes a row again what it was at one of its versions.",
            "What that writes at each end is shown first."
        },
        mixinStandardHelpOptions = true)
final class RollbackRow implements Callable<Integer> {
    @Option(
            names = "--to",
            paramLabel = "NUMBER",
            required = true,
            description = "The version that comes back, as syncline history shows it.")
    private long version;

    @Option(
            names = "--latest",
            paramLabel = "NUMBER",
            description = "The version that you have seen as the latest; else it is looked up.")
    private @Nullable Long latest;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it stays in the history.")
    private String reason = "";

    @Option(names = "--force", description = "Also if there is a later version by now.")
    private boolean force;

    @Option(names = "--dry-run", description = "Only show what it would write.")
    private boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    @Mixin private RowPlace row = new RowPlace();
    @Mixin private Remote remote = new Remote();

    @Override
    public Integer call() {
        return remote.ask(this::rollback);
    }

    private int rollback(Server server, Output output) {
        ObjectNode body =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("table", row.table())
                        .put("version", version)
                        .put("latest", latest(server))
                        .put("reason", reason)
                        .put("force", force)
                        .put("dry_run", true);
        body.set("key", row.key());
        String path = row.path(server) + "/rollback";
        JsonNode would = server.post(path, body);
        if (dryRun) {
            output.answer(would, () -> tell(output, would));
            return Exit.OK;
        }
        if (!yes && output.forPeople()) {
            tell(output, would);
        }
        Asking.agree(yes, "Roll the row back to version " + version + "?");
        JsonNode answer = server.post(path, body.put("dry_run", false));
        output.answer(
                answer,
                () ->
                        output.line(
                                "The row is as it was at version %s: that is its version %s."
                                        .formatted(version, Cells.of(answer, "version"))));
        return Exit.OK;
    }

    private long latest(Server server) {
        return latest == null
                ? server.get(row.query(server, "") + "&limit=1").at("/versions/0/version").asLong()
                : latest;
    }

    private static void tell(Output output, JsonNode would) {
        output.line("At ours: " + SideBySide.step(would.path("at_ours")));
        output.line("At theirs: " + SideBySide.step(would.path("at_theirs")));
    }
}
