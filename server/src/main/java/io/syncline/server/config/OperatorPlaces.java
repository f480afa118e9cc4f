package io.syncline.server.config;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the references of the one who starts the process lead: anywhere, since who starts it can
 * read everything that it can. Safe for use by several threads.
 */
public enum OperatorPlaces implements References.Places {
    /** The only one there is. */
    ANYWHERE;

    @Override
    public @Nullable String variable(String name) {
        return System.getenv(name);
    }

    @Override
    public @Nullable String file(String name) {
        try {
            Path path = Path.of(name);
            return path.isAbsolute() ? SecretPlaces.content(path) : null;
        } catch (IOException | InvalidPathException e) {
            return null;
        }
    }
}
