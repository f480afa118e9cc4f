package io.syncline.cli;

import io.syncline.server.upkeep.Upkeep;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** About the master key. */
@Command(
        name = "keys",
        description = "About the master key.",
        subcommands = {KeysCommand.Rotate.class, CommandLine.HelpCommand.class})
final class KeysCommand {
    /** Gives the store another master key. */
    @Command(name = "rotate", description = "Gives the store another master key.")
    static final class Rotate implements Callable<Integer> {
        @Unmatched private List<String> arguments = new ArrayList<>();

        @Override
        public Integer call() {
            return new Upkeep(System.out, System.err).rotateKeys(arguments);
        }
    }
}
