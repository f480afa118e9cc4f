package io.syncline.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The clone of the sources that is measured: the folder with the launcher. */
final class SourceTree {
    private SourceTree() {}

    /** The folder, from the current one upward; fails outside of a clone. */
    static Path root() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isExecutable(launcher(at))) {
                return at;
            }
        }
        throw new IllegalStateException("Run this inside of the source tree");
    }

    /** What starts the product. */
    static Path launcher() {
        return launcher(root());
    }

    private static Path launcher(Path root) {
        return root.resolve("syncline");
    }

    /** Builds whatever has to be built, so that no clock runs meanwhile. */
    static void build() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(launcher().toString(), "version").inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("The product cannot be built");
        }
    }

    /** The commit, and whether something differs from it; "unknown" where git does not say. */
    static String commit() throws InterruptedException {
        ProcessBuilder git =
                new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=12");
        try {
            Process process =
                    git.directory(root().toFile())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? said.strip() : "unknown";
        } catch (IOException _) {
            return "unknown";
        }
    }
}
