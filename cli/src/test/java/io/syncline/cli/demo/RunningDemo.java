package io.syncline.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.cli.Main;
import io.syncline.testkit.services.Program;
import io.syncline.testkit.services.Services;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The real command, as a process of its own that writes to a file. */
final class RunningDemo implements AutoCloseable {
    /** What is said of a copy that is as the shop. */
    static final String EQUAL = "equal at [0-9A-F]+/[0-9A-F]+: 5 tables, [0-9,]+ rows";

    /** A busy machine starts three databases and two programs in its own time. */
    private static final long PATIENCE_SECONDS = 180;

    /** Compiling costs more than it gives in a minute. */
    static final String QUICK = "-XX:TieredStopAtLevel=1";

    private static final long END_SECONDS = 25;
    private static final long STEP_MILLIS = 50;

    private final Path folder;
    private final Path output;
    private final Process process;
    private final List<ProcessHandle> family = new ArrayList<>();

    private RunningDemo(Path folder, Path output, Process process) {
        this.folder = folder;
        this.output = output;
        this.process = process;
    }

    /** Nobody in the shop changes a product, so what is done to its copy stays. */
    void changeAProductByHand() throws Exception {
        try (Connection connection = connect("report");
                Statement statement = connection.createStatement()) {
            int changed =
                    statement.executeUpdate("UPDATE products SET title = 'mine' WHERE id = 7");
            assertThat(changed).isEqualTo(1);
        }
    }

    /** Starts a small one. */
    static RunningDemo start(String... options) throws IOException {
        return demo(Stream.concat(Stream.of("--customers", "300"), Stream.of(options)).toList());
    }

    /** Starts the one of a sync that goes both ways. */
    static RunningDemo startTwoWay(String... options) throws IOException {
        return demo(Stream.concat(Stream.of("two-way"), Stream.of(options)).toList());
    }

    private static RunningDemo demo(List<String> words) throws IOException {
        Path folder = Services.folder("demo");
        Path output = folder.resolve("output");
        List<String> command = new ArrayList<>();
        // A background job of a shell is born with the interrupt ignored, and so are its children.
        command.addAll(List.of("env", "--default-signal=INT"));
        command.addAll(
                Program.java(
                        Main.class.getName(),
                        "-Dstdout.encoding=UTF-8",
                        "-Djava.io.tmpdir=" + folder));
        command.add("demo");
        command.addAll(words);
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().put("SYNCLINE_JAVA_OPTS", QUICK);
        return new RunningDemo(folder, output, builder.start());
    }

    /** Runs another command beside it, which has to succeed. */
    void run(List<String> words) throws IOException, InterruptedException {
        Path said = folder.resolve("command");
        List<String> command = new ArrayList<>(Program.java(Main.class.getName()));
        command.addAll(words);
        Process other =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        assertThat(other.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(other.exitValue()).as(Files.readString(said)).isZero();
    }

    String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until it has said so. */
    Matcher await(String pattern) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            boolean last = !process.isAlive() || System.nanoTime() > end;
            Matcher matcher = Pattern.compile(pattern).matcher(output());
            if (matcher.find()) {
                return matcher;
            }
            assertThat(last).as("waiting for %s in:%n%s", pattern, output()).isFalse();
            Thread.sleep(STEP_MILLIS);
        }
    }

    /** Notes itself and all that it has started, and what these have. */
    List<ProcessHandle> remember() {
        family.add(process.toHandle());
        process.descendants().forEach(family::add);
        return List.copyOf(family);
    }

    /** The server among its children. */
    ProcessHandle server() {
        return process.children()
                .filter(child -> commandLine(child).contains("serve"))
                .findAny()
                .orElseThrow(() -> new AssertionError("No server: " + output()));
    }

    static List<String> commandLine(ProcessHandle process) {
        Path file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        try {
            return List.of(Files.readString(file).split("\0"));
        } catch (IOException ended) {
            return List.of();
        }
    }

    /** What a terminal does at Ctrl-C: every process in the foreground gets the signal. */
    void interrupt() throws IOException, InterruptedException {
        String pids =
                remember().stream()
                        .map(handle -> Long.toString(handle.pid()))
                        .collect(Collectors.joining(" "));
        new ProcessBuilder("/bin/sh", "-c", "kill -INT " + pids).start().waitFor();
    }

    /** Its exit code, when it ends by itself. */
    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(output()).isTrue();
        return process.exitValue();
    }

    void kill9() {
        process.destroyForcibly();
    }

    /** Checks that nobody of the remembered family is left soon. */
    void assertNobodyIsLeft() throws InterruptedException {
        assertThat(family).hasSizeGreaterThan(10);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS);
        while (System.nanoTime() < end && family.stream().anyMatch(RunningDemo::runs)) {
            Thread.sleep(STEP_MILLIS);
        }
        assertThat(family).noneMatch(RunningDemo::runs);
    }

    /** Checks that no folder is left. */
    void assertNothingIsLeft() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all.map(Path::getFileName).map(Path::toString))
                    .noneMatch(name -> name.startsWith("syncline-demo"));
        }
    }

    /** One that only waits for its end to be noticed does not run. */
    private static boolean runs(ProcessHandle process) {
        Path file = Path.of("/proc", Long.toString(process.pid()), "stat");
        try {
            String stat = Files.readString(file, StandardCharsets.ISO_8859_1);
            return process.isAlive() && stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException ended) {
            return false;
        }
    }

    /** A connection to one of its databases. */
    Connection connect(String name) throws SQLException, IOException {
        Path file = folder.resolve("syncline-demo-" + process.pid()).resolve("databases");
        String address =
                Files.readAllLines(file).stream()
                        .filter(line -> line.startsWith(name + " "))
                        .map(line -> line.substring(name.length()).strip())
                        .findAny()
                        .orElseThrow();
        URI uri = URI.create(address);
        String[] user = uri.getUserInfo().split(":");
        return DriverManager.getConnection(
                "jdbc:"
                        + uri.getScheme()
                        + "://"
                        + uri.getAuthority().replaceFirst(".*@", "")
                        + uri.getPath(),
                user[0],
                user[1]);
    }

    /** Ends what is left, after a test that failed too. */
    @Override
    public void close() {
        remember();
        family.forEach(ProcessHandle::destroyForcibly);
    }
}
