package io.syncline.cli.remote;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Shows a conflict side by side, and what each choice would do. */
@Command(
        name = "show",
        description = "Shows a row side by side: what was agreed, what each end has, the choices.",
        mixinStandardHelpOptions = true)
final class ConflictsShow implements Callable<Integer> {
    @Parameters(paramLabel = "ID", description = "The conflict's id, as the list has it.")
    private String id = "";

    @Option(
            names = "--reveal",
            description = "Shows masked values too: for operators; an event says who looked.")
    private boolean reveal;

    @Mixin private Remote remote = new Remote();

    @Override
    public Integer call() {
        return remote.ask(
                (server, output) -> {
                    JsonNode whole = server.get(path(id) + (reveal ? "?reveal=true" : ""));
                    output.answer(whole, () -> new SideBySide(output, whole).tell());
                    return Exit.OK;
                });
    }

    /** Where a conflict is. */
    static String path(String id) {
        if (!id.matches("[A-Za-z0-9_.-]+")) {
            throw Failure.of(Exit.USAGE, "An ID is what syncline conflicts list shows.");
        }
        return ConflictsCommand.PATH + "/" + id;
    }
}
