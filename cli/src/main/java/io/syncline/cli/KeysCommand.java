package io.syncline.cli;

import io.syncline.cli.remote.KeysCreate;
import io.syncline.cli.remote.KeysList;
import io.syncline.cli.remote.KeysRevoke;
import io.syncline.server.upkeep.Upkeep;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** About API keys and the master key. */
@Command(
        name = "keys",
        description = "Makes, lists and revokes API keys; rotates the master key.",
        subcommands = {
            KeysCreate.class,
            KeysList.class,
            KeysRevoke.class,
            KeysCommand.Rotate.class,
            CommandLine.HelpCommand.class
        })
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
