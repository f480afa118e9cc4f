package io.syncline.embedded;

import java.nio.file.Path;

/**
 * A PostgreSQL server in a folder: created at the first start, found again at every later one.
 *
 * <p>It listens on 127.0.0.1 alone, asks everyone for a password (SCRAM-SHA-256) and decodes its
 * log logically.
 *
 * @param folder where its data, log and port are kept
 * @param settings how it is to run
 */
public record EmbeddedPostgres(Path folder, PostgresSettings settings) {
    /** Names the folder; nothing happens yet. */
    public static EmbeddedPostgres in(Path folder, PostgresSettings settings) {
        return new EmbeddedPostgres(folder, settings);
    }

    /**
     * Starts it and waits until it answers. A process that still serves the folder after its parent
     * died is stopped first.
     *
     * @throws LaunchException when it cannot, with the reason and the end of its log
     */
    public RunningServer start() {
        return RunningServer.start(
                new PostgresRecipe(settings, PostgresRecipe.unpack(settings.version())), folder);
    }
}
