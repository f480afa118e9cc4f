package io.syncline.cli.remote;

import io.syncline.cli.screen.Table;
import io.syncline.cli.screen.Table.Column;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Lists API keys. */
@Command(
        name = "list",
        description = "Lists the API keys that were ever made, by what is not secret of them.",
        mixinStandardHelpOptions = true)
public final class KeysList implements Callable<Integer> {
    static final String PATH = "/api/v1/keys";

    @Mixin private Remote remote = new Remote();

    @Override
    public Integer call() {
        return remote.ask(
                (server, output) -> {
                    ArrayNode all = all(server);
                    JsonNode answer = JsonNodeFactory.instance.objectNode().set("keys", all);
                    output.answer(answer, () -> output.table(table(all)));
                    return Exit.OK;
                });
    }

    /** All keys, by as many questions as there are pages. */
    static ArrayNode all(Server server) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        @Nullable String next = "";
        while (next != null) {
            JsonNode page = server.get(PATH + "?limit=1000&after=" + next);
            page.path("keys").forEach(all::add);
            next = page.path("next").isString() ? page.path("next").stringValue() : null;
        }
        return all;
    }

    private static Table table(ArrayNode all) {
        Table table =
                new Table(
                        Column.word("ID"),
                        Column.text("NAME"),
                        Column.word("ROLE"),
                        Column.word("STATUS"),
                        Column.word("CREATED"),
                        Column.word("LAST USED"),
                        Column.word("EXPIRES"));
        for (JsonNode each : all) {
            table.row(
                    Cells.of(each, "id"),
                    Cells.of(each, "name"),
                    Cells.of(each, "role"),
                    Cells.of(each, "status"),
                    Cells.time(each, "created_at"),
                    Cells.time(each, "last_used_at"),
                    Cells.time(each, "expires_at"));
        }
        return table;
    }
}
