package io.syncline.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The demo's folder, new at every run and removed at its end. What a killed run has left is removed
 * by the next one.
 *
 * @param folder where everything is
 */
record Place(Path folder) implements AutoCloseable {
    private static final String PREFIX = "syncline-demo-";

    /** Makes a folder of this process's own. */
    static Place create(Path parent) throws IOException {
        removeLeftovers(parent);
        Path folder = parent.resolve(PREFIX + ProcessHandle.current().pid());
        // Others may pass through, since databases of root run as somebody else, but not look.
        // Fails when somebody else has made it before us.
        Files.createDirectory(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        return new Place(folder);
    }

    /** Writes a file that only we can read, whole or not at all. */
    void write(String name, String text) throws IOException {
        Path unfinished =
                Files.createFile(
                        folder.resolve(name + ".new"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(unfinished, text);
        Files.move(unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void removeLeftovers(Path parent) throws IOException {
        List<Path> found;
        try (Stream<Path> all = Files.list(parent)) {
            found = all.filter(Place::leftover).toList();
        }
        for (Path folder : found) {
            remove(folder);
        }
    }

    private static boolean leftover(Path folder) {
        String name = folder.getFileName().toString();
        String pid = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : "";
        return pid.matches("[0-9]{1,10}")
                && Files.isWritable(folder)
                && ProcessHandle.of(Long.parseLong(pid)).isEmpty();
    }

    private static void remove(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }

    /** Removes the folder and all that is in it. */
    @Override
    public void close() {
        try {
            remove(folder);
        } catch (IOException e) {
            throw new DemoException("Cannot remove " + folder + ": " + e.getMessage(), e);
        }
    }
}
