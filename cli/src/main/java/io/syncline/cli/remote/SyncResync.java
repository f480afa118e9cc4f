package io.syncline.cli.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Brings rows again. */
@Command(
        name = "resync",
        description = {
            "Brings tables, or rows of a table, again while the sync runs.",
            "Only rows that differ are written; rows that the source has no more are deleted, up to"
                    + " the limit of the sync's guards.",
            "A key of several fields is written as JSON: --key '[4, \"x\"]'."
        },
        mixinStandardHelpOptions = true)
final class SyncResync implements Callable<Integer> {
    @Parameters(paramLabel = "SYNC", description = "Its name or id.")
    private String sync = "";

    @Option(
            names = "--table",
            paramLabel = "TABLE",
            description = "A table, by the source's name; several without --key, --from and --to.")
    private List<String> tables = new ArrayList<>();

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "Only the row of this key; may be said again for further rows.")
    private List<String> keys = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "KEY",
            description = "Only rows from this key on, which is among them.")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "KEY",
            description = "Only rows before this key, which is not among them.")
    private @Nullable String to;

    @Option(
            names = "--destination",
            paramLabel = "NAME",
            description = "Only at this destination; else at all.")
    private @Nullable String destination;

    @Mixin private Patience patience = new Patience();
    @Mixin private Remote remote = new Remote();

    @Override
    public Integer call() {
        ObjectNode body = body();
        return remote.ask((server, output) -> resync(server, output, body));
    }

    private int resync(Server server, Output output, ObjectNode body) {
        String id = Syncs.id(server, sync);
        JsonNode begun = server.post(Syncs.ALL + "/resync/" + id, body);
        String run = begun.path("execution_id").asString();
        if (!patience.asked()) {
            output.answer(
                    begun,
                    () -> output.line("A run has begun: " + Cells.of(begun, "execution_id")));
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
                                        + Cells.number(ended.path("records_processed").asLong())
                                        + " rows looked at, "
                                        + Cells.number(ended.path("records_synced").asLong())
                                        + " brought"));
        return ended.path("status").asString().equals("completed") ? Exit.OK : Exit.FAILED;
    }

    private ObjectNode body() {
        boolean range = from != null || to != null;
        boolean part = range || !keys.isEmpty();
        if (tables.isEmpty() || part && tables.size() > 1 || range && !keys.isEmpty()) {
            throw Failure.of(
                    Exit.USAGE,
                    "Name tables by --table; for one of them, rows by --key, or by --from and --to.");
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (!keys.isEmpty()) {
            ArrayNode rows = body.putArray("keys");
            keys.forEach(
                    key -> rows.addObject().put("table", tables.getFirst()).set("key", key(key)));
        } else if (range) {
            ObjectNode rows = body.putArray("tables").addObject().put("table", tables.getFirst());
            if (from != null) {
                rows.set("from", key(from));
            }
            if (to != null) {
                rows.set("to", key(to));
            }
        } else {
            tables.forEach(body.putArray("tables")::add);
        }
        if (destination != null) {
            body.put("destination", destination);
        }
        return body;
    }

    private static JsonNode key(String text) {
        if (!text.startsWith("[") && !text.startsWith("{")) {
            return JsonNodeFactory.instance.stringNode(text);
        }
        try {
            return JsonMapper.shared().readTree(text);
        } catch (JacksonException e) {
            throw Failure.of(
                    Exit.USAGE, "A key that begins with [ or { is JSON; this one is not whole.");
        }
    }
}
