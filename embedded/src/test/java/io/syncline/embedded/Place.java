package io.syncline.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A temporary folder the servers' user can walk through, removed on close. */
record Place(Path folder) implements AutoCloseable {
    static Place create() {
        try {
            Path folder = Files.createTempDirectory("syncline-embedded-");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            return new Place(folder);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    @Override
    public void close() {
        try {
            Binaries.removeTree(folder);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
