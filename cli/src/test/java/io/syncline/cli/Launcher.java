package io.syncline.cli;

import io.syncline.testkit.services.Services;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The launcher in a source tree of its own, where it sees only the JDKs and the Maven that a test
 * gives it: scripts that tell how they were called.
 */
final class Launcher {
    private static final List<String> TOOLS =
            List.of(
                    "bash",
                    "dirname",
                    "basename",
                    "find",
                    "sed",
                    "head",
                    "tail",
                    "mkdir",
                    "touch",
                    "date",
                    "mktemp",
                    "mkfifo",
                    "rm",
                    "mv",
                    "cat",
                    "env",
                    "flock",
                    "readlink",
                    "tput",
                    "awk",
                    "sleep",
                    "tr");

    /**
     * How a run ended.
     *
     * @param pid the process that was started
     * @param err what it said beside its output
     */
    record Ended(long pid, int code, String out, String err) {
        List<String> outLines() {
            return out.lines().toList();
        }
    }

    final Path folder;
    private final Path tools;
    private final Map<String, String> environment = new TreeMap<>();

    private Launcher(Path folder, Path tools) {
        this.folder = folder;
        this.tools = tools;
    }

    static Launcher inItsOwnTree() throws IOException {
        Path folder = Services.folder("launcher");
        Path tools = Files.createDirectory(folder.resolve("tools"));
        for (String tool : TOOLS) {
            for (String place : List.of("/usr/bin", "/bin")) {
                Path there = Path.of(place, tool);
                if (Files.isExecutable(there) && !Files.exists(tools.resolve(tool))) {
                    Files.createSymbolicLink(tools.resolve(tool), there);
                }
            }
        }
        Launcher launcher = new Launcher(folder, tools);
        Files.createDirectories(folder.resolve("clone/.mvn"));
        Files.copy(
                Checkout.root().resolve("syncline"),
                folder.resolve("clone/syncline"),
                StandardCopyOption.COPY_ATTRIBUTES);
        launcher.file("clone/pom.xml", "<project/>");
        launcher.set("HOME", folder.resolve("home").toString());
        launcher.set("SYNCLINE_JDK_PLACES", folder + "/jdks/*");
        launcher.set("SYNCLINE_REHEARSE", "no");
        return launcher;
    }

    /** Sets a variable of the environment. */
    void set(String name, String value) {
        environment.put(name, value);
    }

    /** Makes a JDK of this version, whose java tells its process and its arguments. */
    String jdk(String place, String version) throws IOException {
        file(place + "/release", "JAVA_VERSION=\"" + version + "\"\n");
        script(place + "/bin/javac", "exit 0");
        script(place + "/bin/java", "echo \"pid $$\"; printf '%s\\n' \"$@\"");
        return folder.resolve(place).toString();
    }

    /** Puts a Maven into the PATH that does this. */
    void maven(String lines) throws IOException {
        script("tools/mvn", lines);
    }

    Path file(String place, String text) throws IOException {
        Path file = folder.resolve(place);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private void script(String place, String lines) throws IOException {
        Path file = file(place, "#!/usr/bin/env bash\n" + lines + "\n");
        file.toFile().setExecutable(true);
    }

    Ended run(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(folder.resolve("clone/syncline").toString()));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", tools.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("The launcher does not end: " + command);
        }
        return new Ended(
                process.pid(),
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
