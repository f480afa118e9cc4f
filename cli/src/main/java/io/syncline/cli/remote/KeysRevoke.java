package io.syncline.cli.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Revokes an API key. */
@Command(
        name = "revoke",
        description = {
            "Revokes an API key: its next request is refused, and its event streams end.",
            "It cannot be made good again."
        },
        mixinStandardHelpOptions = true)
public final class KeysRevoke implements Callable<Integer> {
    @Parameters(paramLabel = "KEY", description = "Its id, or its name if one key alone has it.")
    private String key = "";

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    @Mixin private Remote remote = new Remote();

    @Override
    public Integer call() {
        return remote.ask(
                (server, output) -> {
                    JsonNode meant = meant(server);
                    String words =
                            "%s of %s (%s)"
                                    .formatted(
                                            Cells.of(meant, "prefix"),
                                            Cells.of(meant, "name"),
                                            Cells.of(meant, "role"));
                    Asking.agree(yes, "Revoke the API key " + words + "?");
                    JsonNode gone = server.delete(KeysList.PATH + "/" + Cells.of(meant, "id"));
                    output.answer(gone, () -> output.line(words + " is revoked."));
                    return Exit.OK;
                });
    }

    private JsonNode meant(Server server) {
        List<JsonNode> named = new ArrayList<>();
        for (JsonNode each : KeysList.all(server)) {
            if (key.equals(each.path("id").asString())
                    || key.equals(each.path("prefix").asString())) {
                return each;
            }
            if (key.equals(each.path("name").asString())
                    && each.path("status").asString().equals("good")) {
                named.add(each);
            }
        }
        if (named.size() == 1) {
            return named.getFirst();
        }
        // What was given may be a whole key, by mistake: it is not said again.
        throw named.isEmpty()
                ? Failure.of(
                        Exit.NOT_FOUND,
                        "There is no such API key; syncline keys list lists them by id and name.")
                : Failure.of(
                        Exit.USAGE,
                        named.size()
                                + " good API keys have this name: say which by its id, from"
                                + " syncline keys list.");
    }
}
