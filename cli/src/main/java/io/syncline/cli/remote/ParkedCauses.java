package io.syncline.cli.remote;

import io.syncline.cli.screen.Table;
import io.syncline.cli.screen.Table.Column;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Counts parked rows by why they wait. */
@Command(
        name = "causes",
        description = "Counts the parked rows of a sync by table and reason.",
        mixinStandardHelpOptions = true)
final class ParkedCauses implements Callable<Integer> {
    @Parameters(paramLabel = "SYNC", description = "Its name or id.")
    private String sync = "";

    @Mixin private Remote remote = new Remote();

    @Override
    public Integer call() {
        return remote.ask(
                (server, output) -> {
                    JsonNode causes = of(server, Syncs.id(server, sync));
                    output.answer(causes, () -> tell(output, causes.path("causes")));
                    return Exit.OK;
                });
    }

    /** The causes of a sync's parked rows, as the server counts them. */
    static JsonNode of(Server server, String syncId) {
        return server.get(ParkedRows.path(syncId) + "/causes");
    }

    private static void tell(Output output, JsonNode causes) {
        if (causes.isEmpty()) {
            output.line("No row is parked.");
            return;
        }
        Table table =
                new Table(
                        Column.text("TABLE"),
                        Column.word("CODE"),
                        Column.number("ROWS"),
                        Column.text("FOR EXAMPLE"));
        for (JsonNode cause : causes.values()) {
            table.row(
                    Cells.of(cause, "table"),
                    Cells.of(cause, "code"),
                    Cells.number(cause.path("rows").asLong()),
                    Cells.of(cause, "example"));
        }
        output.table(table);
    }
}
