package io.syncline.cli.remote;

import io.syncline.cli.screen.Table;
import io.syncline.cli.screen.Table.Column;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** Lists endpoints. */
@Command(
        name = "list",
        description = "Lists the endpoints that have a name, without secrets.",
        mixinStandardHelpOptions = true)
final class EndpointsList implements Callable<Integer> {
    @Mixin private Remote remote = new Remote();

    @Override
    public Integer call() {
        return remote.ask(
                (server, output) -> {
                    JsonNode all = server.get(EndpointsCommand.PATH);
                    output.answer(all, () -> output.table(table(all)));
                    return Exit.OK;
                });
    }

    private static Table table(JsonNode all) {
        Table table =
                new Table(
                        Column.text("NAME"),
                        Column.word("TYPE"),
                        Column.text("HOST"),
                        Column.text("DATABASE"),
                        Column.text("USED BY"),
                        Column.word("CHANGED"));
        for (JsonNode each : all.path("endpoints").values()) {
            table.row(
                    Cells.of(each, "name"),
                    Cells.of(each, "type"),
                    Cells.of(each, "host"),
                    Cells.of(each, "database"),
                    Cells.of(each, "used_by"),
                    Cells.time(each, "changed_at"));
        }
        return table;
    }
}
