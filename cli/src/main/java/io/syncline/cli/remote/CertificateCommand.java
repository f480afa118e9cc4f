package io.syncline.cli.remote;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Shows what the latest comparison has found, to be given to others. */
@Command(
        name = "certificate",
        description = {
            "Shows what the latest comparison of each destination has found, signed.",
            "Exits 0 when all were found equal, 1 when some were not or were never compared."
        },
        mixinStandardHelpOptions = true)
public final class CertificateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SYNC", description = "Its name or id.")
    private String sync = "";

    @Mixin private Remote remote = new Remote();

    /** For picocli. */
    public CertificateCommand() {}

    @Override
    public Integer call() {
        return remote.ask(
                (server, output) -> {
                    String path = Syncs.ALL + "/" + Syncs.id(server, sync) + "/certificate";
                    JsonNode found = server.get(path);
                    output.answer(found, () -> tell(output, found));
                    return found.path("equal").asBoolean() ? Exit.OK : Exit.FAILED;
                });
    }

    private void tell(Output output, JsonNode found) {
        for (JsonNode each : found.path("certificates").values()) {
            each.path("text").asString().lines().forEach(output::line);
            output.line("");
            output.line("signature: " + Cells.of(each, "signature"));
            output.line("public key: " + Cells.of(found, "public_key"));
            output.line("");
        }
        if (found.path("certificates").isEmpty()) {
            output.line("No destination was compared yet.");
            output.line("Next: syncline verify " + Quoted.word(sync));
        }
    }
}
