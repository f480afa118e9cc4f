package io.syncline.cli.remote;

import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the script by which a shell completes our commands. */
@Command(
        name = "completion",
        description = {
            "Writes a script that lets a shell complete the commands and their options.",
            "bash, zsh:  source <(syncline completion bash)",
            "fish:       syncline completion fish | source"
        },
        mixinStandardHelpOptions = true)
public final class CompletionCommand implements Callable<Integer> {
    /** The shells there are scripts for. */
    enum Shell {
        /** With its own completion. */
        BASH,
        /** With bash's completion, which it understands. */
        ZSH,
        /** With one line for each word. */
        FISH;

        /** As a person writes it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private Shell shell = Shell.BASH;

    @Spec private @Nullable CommandSpec command;

    /** For picocli. */
    public CompletionCommand() {}

    /** Writes it. */
    @Override
    public Integer call() {
        CommandLine own = Objects.requireNonNull(command).commandLine();
        CommandLine root = own.getParent();
        String name = root.getCommandName();
        own.getOut()
                .print(
                        switch (shell) {
                            case BASH, ZSH -> AutoComplete.bash(name, root);
                            case FISH -> FishCompletion.script(name, root);
                        });
        own.getOut().flush();
        return Exit.OK;
    }
}
