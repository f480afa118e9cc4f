package io.syncline.cli.remote;

import picocli.CommandLine.Command;

/** Makes rows of a two-way sync again what they were. */
@Command(
        name = "rollback",
        description = "Makes rows of a two-way sync again what they were, as new versions.",
        mixinStandardHelpOptions = true,
        subcommands = {RollbackRow.class, RollbackRun.class})
public final class RollbackCommand {}
