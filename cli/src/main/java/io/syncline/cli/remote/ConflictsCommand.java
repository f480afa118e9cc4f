package io.syncline.cli.remote;

import picocli.CommandLine.Command;

/** What can be done about rows of two-way syncs that wait for a person. */
@Command(
        name = "conflicts",
        description = "Shows what both ends of a two-way sync have changed, and settles it.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ConflictsList.class,
            ConflictsShow.class,
            ConflictsResolve.class,
            ConflictsAssign.class,
            ConflictsUndo.class
        })
public final class ConflictsCommand {
    static final String PATH = "/api/v1/conflicts";
}
