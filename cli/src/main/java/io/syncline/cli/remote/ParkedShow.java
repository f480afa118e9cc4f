package io.syncline.cli.remote;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows a parked row whole. */
@Command(
        name = "show",
        description = "Shows a parked row: its values, and why it waits.",
        mixinStandardHelpOptions = true)
final class ParkedShow implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "SYNC", description = "The sync's name or id.")
    private String sync = "";

    @Parameters(index = "1", paramLabel = "ID", description = "The row's id, as the list has it.")
    private long id;

    @Mixin private Remote remote = new Remote();

    @Override
    public Integer call() {
        return remote.ask(
                (server, output) -> {
                    output.node(ParkedRows.one(server, Syncs.id(server, sync), id));
                    return Exit.OK;
                });
    }
}
