package io.syncline.server.config;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;

/** The folder of everything durable, held by one process at a time. */
public final class DataFolder implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Another process holds the folder. */
    public static final class TakenException extends Exception {
        private static final long serialVersionUID = 1L;

        TakenException(Path path) {
            super("Another Syncline runs on " + path + ": stop it, or choose another --data.");
        }
    }

    /** Makes the folder if it is missing, and holds it. */
    public static DataFolder open(Path path) throws IOException, TakenException {
        Files.createDirectories(path);
        FileChannel channel =
                FileChannel.open(
                        path.resolve("syncline.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new DataFolder(path, channel);
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new TakenException(path);
        }
        channel.close();
        throw new TakenException(path);
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** A place in it. */
    public Path resolve(String name) {
        return path.resolve(name);
    }

    /** The text of a file that nobody else may read; made at the first asking. */
    public String secret(String name, Supplier<String> fresh) throws IOException {
        Path file = path.resolve(name);
        if (!Files.exists(file)) {
            writePrivately(name, fresh.get());
        }
        return Files.readString(file, StandardCharsets.UTF_8).strip();
    }

    /** Writes a file that nobody else may read, and says where it is. */
    public Path writePrivately(String name, String text) throws IOException {
        Path file = path.resolve(name);
        Files.deleteIfExists(file);
        try (FileChannel out =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            out.write(StandardCharsets.UTF_8.encode(text + "\n"));
            out.force(true);
        }
        return file;
    }

    /** Lets the folder go. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
