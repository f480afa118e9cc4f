package io.syncline.cli;

import io.syncline.server.upkeep.Upkeep;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Puts a backup in the store's place, by the options that the server understands. */
@Command(name = "restore", description = "Puts a backup in the store's place.")
final class RestoreCommand implements Callable<Integer> {
    @Unmatched private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
        return new Upkeep(System.out, System.err).restore(arguments);
    }
}
