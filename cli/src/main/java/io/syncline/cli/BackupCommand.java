package io.syncline.cli;

import io.syncline.server.upkeep.Upkeep;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Writes all that the store keeps into a file, by the options that the server understands. */
@Command(name = "backup", description = "Writes all that the store keeps into a file.")
final class BackupCommand implements Callable<Integer> {
    @Unmatched private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
        return new Upkeep(System.out, System.err).backup(arguments, System.currentTimeMillis());
    }
}
