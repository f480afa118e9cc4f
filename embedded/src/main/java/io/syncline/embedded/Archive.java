package io.syncline.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** A server's files on the class path. */
public sealed interface Archive {
    /**
     * Writes all files below an existing empty folder, readable by everyone.
     *
     * @throws LaunchException when the class path does not hold the archive
     */
    void unpackInto(Path folder) throws IOException;

    /**
     * A compressed tape archive as one resource.
     *
     * @param resource its absolute name, without a leading slash
     */
    record Txz(String resource) implements Archive {
        @Override
        public void unpackInto(Path folder) throws IOException {
            try (InputStream raw = Archive.find(resource).openStream();
                    TarArchiveInputStream tar =
                            new TarArchiveInputStream(
                                    new XZInputStream(new BufferedInputStream(raw)))) {
                Files.setPosixFilePermissions(folder, permissions(true));
                for (TarArchiveEntry entry = tar.getNextEntry();
                        entry != null;
                        entry = tar.getNextEntry()) {
                    write(folder, entry, tar);
                }
            }
        }

        private static void write(Path folder, TarArchiveEntry entry, InputStream content)
                throws IOException {
            Path target = Archive.inside(folder, entry.getName());
            if (entry.isDirectory()) {
                Host.createPassable(target);
                return;
            }
            Host.createPassable(parentOf(target));
            if (entry.isSymbolicLink()) {
                Archive.inside(
                        folder, folder.relativize(parentOf(target)) + "/" + entry.getLinkName());
                Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            } else if (entry.isLink()) {
                Files.createLink(target, Archive.inside(folder, entry.getLinkName()));
            } else {
                Files.copy(content, target);
                Files.setPosixFilePermissions(target, permissions((entry.getMode() & 0111) != 0));
            }
        }
    }

    /**
     * A folder inside a jar. Jars keep no permissions, so files in {@code bin/} become executable.
     *
     * @param root the folder's absolute name, without slashes at the ends
     * @param wanted beginnings of the names below it that are needed; the rest stays packed
     */
    record JarFolder(String root, List<String> wanted) implements Archive {
        /** Copies the list. */
        public JarFolder {
            wanted = List.copyOf(wanted);
        }

        @Override
        public void unpackInto(Path folder) throws IOException {
            URL inside = Archive.find(root + "/" + wanted.getFirst());
            if (!(inside.openConnection() instanceof JarURLConnection connection)) {
                throw new LaunchException("The server's files are not in a jar: " + inside);
            }
            // Without caches the jar is ours to close.
            connection.setUseCaches(false);
            Files.setPosixFilePermissions(folder, permissions(true));
            try (JarFile jar = connection.getJarFile()) {
                for (JarEntry entry : jar.stream().toList()) {
                    String name = entry.getName();
                    if (!entry.isDirectory() && name.startsWith(root + "/")) {
                        write(folder, name.substring(root.length() + 1), jar, entry);
                    }
                }
            }
        }

        private void write(Path folder, String name, JarFile jar, JarEntry entry)
                throws IOException {
            if (wanted.stream().noneMatch(name::startsWith)) {
                return;
            }
            Path target = Archive.inside(folder, name);
            Host.createPassable(parentOf(target));
            try (InputStream content = jar.getInputStream(entry)) {
                Files.copy(content, target);
            }
            Files.setPosixFilePermissions(target, permissions(name.startsWith("bin/")));
        }
    }

    /** Whether the class path holds this resource. */
    static boolean present(String resource) {
        return Archive.class.getClassLoader().getResource(resource) != null;
    }

    private static URL find(String resource) {
        URL found = Archive.class.getClassLoader().getResource(resource);
        if (found == null) {
            throw new LaunchException(
                    "The class path holds no %s: add the artifact with this server for your platform."
                            .formatted(resource));
        }
        return found;
    }

    /** The path of an entry; a name that leads out of the folder is refused. */
    private static Path inside(Path folder, String name) throws IOException {
        Path target = folder.resolve(name).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("An archive entry leads outside: " + name);
        }
        return target;
    }

    private static Path parentOf(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    private static Set<PosixFilePermission> permissions(boolean executable) {
        return PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--");
    }
}
