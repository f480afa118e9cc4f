package io.syncline.cli.remote;

import io.syncline.cli.screen.Screen;
import io.syncline.cli.screen.Width;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command that asks a server, and the way to it. */
final class Remote {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The server's address; else SYNCLINE_URL, else what --data says.")
    private @Nullable String url;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "A file with the API key; else SYNCLINE_API_KEY, else what --data says.")
    private @Nullable Path keyFile;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description =
                    "The data folder of a server on this machine, which says where it listens and"
                            + " has its key; else SYNCLINE_DATA, else ./data.")
    private @Nullable Path data;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private Format format = Format.TABLE;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /** What is done with a server. */
    @FunctionalInterface
    interface Task {
        /** Does it; returns an exit code. */
        int run(Server server, Output output);
    }

    /** Does something with the server that the options lead to; returns its exit code. */
    int ask(Task task) {
        Map<String, String> variables = System.getenv();
        Path folder =
                data != null ? data : Path.of(variables.getOrDefault("SYNCLINE_DATA", "data"));
        Output output = output(variables);
        ServerPlace place =
                ServerPlace.find(url, keyFile, folder.toAbsolutePath().normalize(), variables);
        try (Server server = new Server(place)) {
            return task.run(server, output);
        }
    }

    private Output output(Map<String, String> variables) {
        return new Output(
                Objects.requireNonNull(command).commandLine().getOut(),
                format,
                Screen.of(System.out, variables),
                Width.now(variables).columns());
    }
}
