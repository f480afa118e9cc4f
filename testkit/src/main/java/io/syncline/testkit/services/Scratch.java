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

    private final Path root;

    private Scratch(Path root) {
        this.root = root;
    }

    /** Creates the folder, and removes those of JVMs that died before they could. */
    static Scratch create() {
        try {
            Path temporary = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
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
