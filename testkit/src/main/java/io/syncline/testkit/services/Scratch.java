package io.syncline.testkit.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * This JVM's folder for servers' data. Servers that root starts run as another user, so unlike
 * JUnit's temporary folders this one lets others through.
 */
final class Scratch {
    private static final String PREFIX = "syncline-scratch-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d+)-.*");

    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long MEMORY_BYTES_MIN = 8L << 30;

    private final Path root;

    private Scratch(Path root) {
        this.root = root;
    }

    /** Creates the folder, and removes those of JVMs that died before they could. */
    static Scratch create() {
        try {
            Path temporary = temporary();
            removeAbandoned(temporary);
            Path root =
                    Files.createTempDirectory(
                            temporary, PREFIX + ProcessHandle.current().pid() + "-");
            open(root);
            return new Scratch(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * In memory where a test run asks for it and there is plenty: dozens of servers that sync their
     * files wait for a disk half of the time, and tell no more for it. A killed process loses
     * nothing either way.
     */
    private static Path temporary() throws IOException {
        boolean asked = "memory".equals(System.getProperty("syncline.scratch"));
        return asked
                        && Files.isDirectory(MEMORY)
                        && Files.getFileStore(MEMORY).getUsableSpace() > MEMORY_BYTES_MIN
                        && executes(MEMORY)
                ? MEMORY
                : Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    }

    /** Programs are unpacked there, too; a folder may be mounted without leave to run any. */
    private static boolean executes(Path folder) throws IOException {
        Path file =
                Files.createTempFile(
                        folder,
                        PREFIX,
                        null,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        try {
            return Files.isExecutable(file);
        } finally {
            Files.delete(file);
        }
    }

    /** A new empty folder. */
    Path folder(String purpose) {
        try {
            Path folder = Files.createTempDirectory(root, purpose + "-");
            open(folder);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void open(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Removes everything; what cannot be removed stays for the next JVM. */
    void remove() {
        remove(root);
    }

    private static void removeAbandoned(Path temporary) throws IOException {
        List<Path> candidates;
        try (Stream<Path> all = Files.list(temporary)) {
            candidates = all.filter(Scratch::abandoned).toList();
        }
        candidates.forEach(Scratch::remove);
    }

    private static boolean abandoned(Path folder) {
        Matcher matcher = NAME.matcher(folder.getFileName().toString());
        return matcher.matches()
                && Files.isWritable(folder)
                && ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty();
    }

    private static void remove(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException inUse) {
            // Another JVM removes it at the same moment, or a server is still ending: no harm.
            return;
        }
    }
}
