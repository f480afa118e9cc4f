package io.syncline.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * A folder of unpacked programs, shared by all processes of this user.
 *
 * <p>A tree appears whole or not at all: it is unpacked beside its place and then renamed. Several
 * threads and processes may ask for the same tree at once; one unpacks, the others wait.
 *
 * @param folder where the trees are
 */
public record Binaries(Path folder) {
    /** System property that names the folder; without it, a folder in the user's cache. */
    public static final String PROPERTY = "syncline.cache";

    /** File locks are held by the process, so threads of this one must line up by themselves. */
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    /** Stores the folder's absolute path. */
    public Binaries {
        folder = folder.toAbsolutePath().normalize();
    }

    /**
     * The folder this user's processes share.
     *
     * @throws LaunchException when the property names a folder that the servers' user cannot reach
     */
    public static Binaries shared() {
        try {
            String chosen = System.getProperty(PROPERTY, "");
            if (!chosen.isEmpty()) {
                Path folder = Path.of(chosen).toAbsolutePath();
                Host.createPassable(folder);
                Host.requirePassable(folder);
                return new Binaries(folder);
            }
            Path home = Path.of(System.getProperty("user.home", "/"));
            if (Files.isWritable(home) && Host.passable(home)) {
                Path folder = home.resolve(".cache/syncline/binaries");
                Host.createPassable(folder);
                if (Host.passable(folder)) {
                    return new Binaries(folder);
                }
            }
            return new Binaries(besideHome());
        } catch (IOException e) {
            throw new LaunchException("Cannot prepare the folder for unpacked servers", e);
        }
    }

    /** A place outside a closed home. Anyone may write there, so it must prove to be ours. */
    private static Path besideHome() throws IOException {
        Path folder = Path.of("/var/tmp", "syncline-binaries-" + Host.user());
        Host.createPassable(folder);
        Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(folder);
        boolean ours =
                !Files.isSymbolicLink(folder)
                        && Integer.valueOf(Host.user())
                                .equals(Files.getAttribute(folder, "unix:uid"))
                        && !allowed.contains(PosixFilePermission.OTHERS_WRITE)
                        && !allowed.contains(PosixFilePermission.GROUP_WRITE);
        if (!ours) {
            throw new LaunchException(
                    "The folder %s belongs to someone else or is open to others: name another with -D%s=..."
                            .formatted(folder, PROPERTY));
        }
        return folder;
    }

    /**
     * The tree of this name, unpacked from the archive when it is not there yet.
     *
     * @param name name and version, one path segment
     * @throws LaunchException when the archive is missing or there is no room
     */
    public Path unpack(String name, Archive archive) {
        Path tree = folder.resolve(name);
        if (Files.isDirectory(tree)) {
            return tree;
        }
        ONE_AT_A_TIME.lock();
        try (FileChannel channel =
                        FileChannel.open(
                                folder.resolve(name + ".lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            if (held.isValid() && !Files.isDirectory(tree)) {
                removeAbandoned(name);
                Path beside = Files.createTempDirectory(folder, partPrefix(name));
                archive.unpackInto(beside);
                Files.move(beside, tree, StandardCopyOption.ATOMIC_MOVE);
            }
            return tree;
        } catch (IOException e) {
            throw new LaunchException("Cannot unpack %s into %s".formatted(name, folder), e);
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    private static String partPrefix(String name) {
        return "." + name + ".part-";
    }

    /** What an unpacker left that was killed; called with the lock held. */
    private void removeAbandoned(String name) throws IOException {
        List<Path> parts;
        try (Stream<Path> all = Files.list(folder)) {
            parts =
                    all.filter(p -> p.getFileName().toString().startsWith(partPrefix(name)))
                            .toList();
        }
        for (Path part : parts) {
            removeTree(part);
        }
    }

    /** Removes a folder and all that is in it; does nothing when there is none. */
    static void removeTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(tree)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
