package io.syncline.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The source tree that is tested. */
final class Checkout {
    private static final Set<String> NOT_SOURCES = Set.of("target", "data", "node_modules");

    private Checkout() {}

    /** Its root folder. */
    static Path root() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isExecutable(at.resolve("syncline")) && Files.exists(at.resolve("core"))) {
                return at;
            }
        }
        throw new IllegalStateException("The tests must run inside of the source tree");
    }

    /** Its files whose name ends so, in order. */
    static List<Path> files(String... endings) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(
                    root(),
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(
                                Path folder, BasicFileAttributes attributes) {
                            String name = folder.getFileName().toString();
                            boolean hidden = name.startsWith(".") && !name.equals(".ci");
                            return hidden && !folder.equals(root()) || NOT_SOURCES.contains(name)
                                    ? FileVisitResult.SKIP_SUBTREE
                                    : FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(
                                Path file, BasicFileAttributes attributes) {
                            for (String ending : endings) {
                                if (file.toString().endsWith(ending)) {
                                    found.add(file);
                                    break;
                                }
                            }
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        found.sort(null);
        return found;
    }

    /** The file's text. */
    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file's place in the tree. */
    static String name(Path file) {
        return root().relativize(file).toString();
    }
}
