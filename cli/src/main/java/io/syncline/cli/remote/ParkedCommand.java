package io.syncline.cli.remote;

import picocli.CommandLine.Command;

/** What can be done about rows that could not be applied. */
@Command(
        name = "parked",
        description = "Shows, mends, replays and gives up rows that could not be applied.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ParkedList.class,
            ParkedShow.class,
            ParkedCauses.class,
            ParkedEdit.class,
            ParkedReplay.class,
            ParkedDiscard.class
        })
public final class ParkedCommand {}
