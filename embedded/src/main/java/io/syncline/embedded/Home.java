package io.syncline.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The folder of one server: its data, its log, the port it had last, and a lock.
 *
 * <p>The lock is held while the server is meant to run, and the system frees it when this JVM ends,
 * however it ends. So whoever holds it knows that any process still serving the data is a leftover.
 */
final class Home implements AutoCloseable {
    /** A log longer than this is set aside at the next start. */
    private static final long LOG_BYTES_MAX = 10L << 20;

    private final Path folder;
    private final FileChannel channel;

    private Home(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** Creates the folder when it is missing and takes its lock. */
    static Home open(Path wanted) throws IOException {
        Path folder = wanted.toAbsolutePath().normalize();
        Host.createPassable(folder);
        Host.requirePassable(folder);
        FileChannel channel =
                FileChannel.open(
                        folder.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        if (!locked(channel)) {
            channel.close();
            throw new LaunchException(
                    "Another process, or another part of this one, runs a server in %s: stop it first or choose another folder."
                            .formatted(folder));
        }
        Home home = new Home(folder, channel);
        home.setLongLogAside();
        return home;
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            // Not closed here: the channel's end is the lock's end.
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldByThisJvm) {
            return false;
        }
    }

    private void setLongLogAside() throws IOException {
        if (Files.exists(log()) && Files.size(log()) > LOG_BYTES_MAX) {
            Files.move(log(), folder.resolve("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The whole folder. */
    Path folder() {
        return folder;
    }

    /** The server's data; exists once it is installed. */
    Path data() {
        return folder.resolve("data");
    }

    /** What the server and its installer print. */
    Path log() {
        return folder.resolve("server.log");
    }

    /**
     * The port to listen on: the wanted one, else the one this folder had last when it is free,
     * else any free one.
     *
     * @param wanted a port, or 0 for no wish
     */
    int port(int wanted) throws IOException {
        if (wanted != 0) {
            if (!free(wanted)) {
                throw new LaunchException(
                        "Port %d is in use: stop what listens there or choose another port."
                                .formatted(wanted));
            }
            return wanted;
        }
        int last = lastPort();
        return last != 0 && free(last) ? last : anyFreePort();
    }

    /** Remembers the port for the next start. */
    void rememberPort(int port) throws IOException {
        Files.writeString(portFile(), Integer.toString(port));
    }

    private int lastPort() throws IOException {
        if (!Files.exists(portFile())) {
            return 0;
        }
        try {
            int port = Integer.parseInt(Files.readString(portFile()).strip());
            return port > 0 && port <= 0xFFFF ? port : 0;
        } catch (NumberFormatException halfWritten) {
            return 0;
        }
    }

    private Path portFile() {
        return folder.resolve("port");
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, loopback())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private static int anyFreePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, loopback())) {
            return socket.getLocalPort();
        }
    }

    /** The very address servers listen on; the platform's idea of loopback may be another. */
    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    /** Gives the lock back. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new LaunchException("Cannot release " + folder, e);
        }
    }
}
