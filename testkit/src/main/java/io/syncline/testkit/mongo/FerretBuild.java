package io.syncline.testkit.mongo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Builds FerretDB with Go, once for each version of its few lines: it takes minutes, and is kept in
 * the user's cache.
 */
public final class FerretBuild {
    private static final Path SOURCE = Path.of("testkit", "src", "main", "go", "ferretdb");
    private static final List<String> FILES = List.of("go.mod", "go.sum", "main.go");
    private static final int BUILD_MINUTES = 20;
    private static final int NAME_BYTES = 6;

    private static @Nullable String why;

    private FerretBuild() {}

    /** Why there is no program; null if there is, or nobody has asked. */
    public static synchronized @Nullable String why() {
        return why;
    }

    /** The program, built if need be; null if that cannot be. */
    static synchronized @Nullable Path program() {
        if (why != null) {
            return null;
        }
        try {
            Path source = source();
            Path folder = cache().resolve("ferretdb-" + digest(source));
            Path program = folder.resolve("ferretdb");
            if (!Files.isExecutable(program)) {
                Files.createDirectories(folder);
                build(source, folder, program);
            }
            return why == null ? program : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path source() {
        String root = System.getProperty("syncline.root", "");
        Path folder = Path.of(root).toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve(SOURCE))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("No folder " + SOURCE + " above " + root);
        }
        return folder.resolve(SOURCE);
    }

    private static Path cache() {
        String given = System.getenv("XDG_CACHE_HOME");
        Path base =
                given == null || given.isEmpty()
                        ? Path.of(System.getProperty("user.home"), ".cache")
                        : Path.of(given);
        return base.resolve("syncline");
    }

    private static String digest(Path source) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String each : FILES) {
                digest.update(Files.readAllBytes(source.resolve(each)));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, NAME_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256", e);
        }
    }

    /** Test runs beside each other wait for the one that builds. */
    private static void build(Path source, Path folder, Path program) throws IOException {
        try (FileChannel channel =
                        FileChannel.open(
                                folder.resolve("lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            if (Files.isExecutable(program)) {
                return;
            }
            Path made = folder.resolve("ferretdb.new");
            why = run(source, folder, made);
            if (why == null) {
                Files.move(made, program, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    private static @Nullable String run(Path source, Path folder, Path made) throws IOException {
        List<String> command =
                List.of(
                        "go",
                        "build",
                        "-trimpath",
                        "-tags",
                        "ferretdb_sqlite",
                        "-ldflags=-s -w",
                        "-o",
                        made.toString(),
                        ".");
        Process process;
        try {
            process =
                    new ProcessBuilder(command)
                            .directory(source.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("build.log").toFile())
                            .start();
        } catch (IOException _) {
            return "there is no go to build FerretDB with";
        }
        try {
            if (process.waitFor(BUILD_MINUTES, TimeUnit.MINUTES)) {
                return process.exitValue() == 0
                        ? null
                        : "FerretDB cannot be built: " + folder.resolve("build.log") + " says why";
            }
            process.destroyForcibly();
            return "FerretDB was not built within " + BUILD_MINUTES + " minutes";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "the build of FerretDB was interrupted";
        }
    }
}
