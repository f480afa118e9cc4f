package io.syncline.embedded;

import java.nio.file.Path;

/**
 * A MariaDB server in a folder: created at the first start, found again at every later one.
 *
 * <p>It listens on 127.0.0.1 alone, has no user without a password, and writes a binary log of rows
 * with global transaction ids.
 *
 * @param folder where its data, log and port are kept
 * @param settings how it is to run
 */
public record EmbeddedMariaDb(Path folder, MariaDbSettings settings) {
    /** Names the folder; nothing happens yet. */
    public static EmbeddedMariaDb in(Path folder, MariaDbSettings settings) {
        return new EmbeddedMariaDb(folder, settings);
    }

    /**
     * Starts it and waits until it answers. A process that still serves the folder after its parent
     * died is stopped first.
     *
     * @throws LaunchException when it cannot, with the reason and the end of its log
     */
    public RunningServer start() {
        return RunningServer.start(new MariaDbRecipe(settings, MariaDbRecipe.unpack()), folder);
    }
}
