package io.syncline.cli.remote;

import picocli.CommandLine.Command;

/** What can be done to syncs. */
@Command(
        name = "sync",
        description = "Makes, lists, steers and removes syncs.",
        mixinStandardHelpOptions = true,
        subcommands = {
            SyncCreate.class,
            SyncList.class,
            SyncShow.class,
            SyncPause.class,
            SyncResume.class,
            SyncTrigger.class,
            SyncResync.class,
            SyncDelete.class
        })
public final class SyncCommand {}
