package io.syncline.cli.remote;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes a parked row otherwise than the source has it. */
@Command(
        name = "edit",
        description = {
            "Writes a parked row to the destination with other values; what is not named stays.",
            "The source keeps its own: a repair, or the next change of the row there, writes those"
                    + " again.",
            "The values are read from a file or the input, never from the command's words: other"
                    + " users of the machine see those."
        },
        mixinStandardHelpOptions = true)
final class ParkedEdit implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "SYNC", description = "The sync's name or id.")
    private String sync = "";

    @Parameters(index = "1", paramLabel = "ID", description = "The row's id, as the list has it.")
    private long id;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            required = true,
            description = "JSON or YAML with the fields as they are to stand; - for the input.")
    private String file = "";

    @Mixin private Remote remote = new Remote();

    @Override
    public Integer call() {
        JsonNode fields = Body.read(file);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("row", fields);
        return remote.ask(
                (server, output) -> {
                    // Only a row of this sync: a wrong number must not mend another's.
                    ParkedRows.one(server, Syncs.id(server, sync), id);
                    JsonNode answer = server.put("/api/v1/parked/" + id, body);
                    output.answer(answer, () -> output.line("Row " + id + " is settled."));
                    return Exit.OK;
                });
    }
}
