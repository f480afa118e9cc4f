package io.syncline.cli.remote;

import io.syncline.cli.screen.Table;
import io.syncline.cli.screen.Table.Column;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** Lists all syncs. */
@Command(
        name = "list",
        description = "Lists all syncs, oldest first.",
        mixinStandardHelpOptions = true)
final class SyncList implements Callable<Integer> {
    @Mixin private Remote remote = new Remote();

    @Override
    public Integer call() {
        return remote.ask(
                (server, output) -> {
                    JsonNode all = server.get(Syncs.ALL);
                    output.answer(all, () -> output.table(table(all)));
                    return Exit.OK;
                });
    }

    private static Table table(JsonNode all) {
        Table table =
                new Table(
                        Column.text("NAME"),
                        Column.word("STATE"),
                        Column.word("MODE"),
                        Column.word("CREATED"),
                        Column.word("NEXT RUN"),
                        Column.text("ID"));
        for (JsonNode sync : all.path("syncs").values()) {
            table.row(
                    Cells.of(sync, "name"),
                    Cells.of(sync, "status"),
                    Cells.of(sync.path("normalized"), "mode"),
                    Cells.time(sync, "created_at"),
                    Cells.time(sync, "next_sync"),
                    Cells.of(sync, "sync_id"));
        }
        return table;
    }
}
