package io.syncline.testkit.services;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How tests start the product as a process: as the launcher has built it, with what its rehearsal
 * wrote down, so that a start costs a third; or from the tests' own class path when the launcher
 * has not started them.
 */
public final class Program {
    /** The class path of what was built, by the launcher. */
    private static final String CLASS_PATH = System.getProperty("syncline.product.classes", "");

    /** What a start loads, by the launcher. */
    private static final String CACHE = System.getProperty("syncline.product.cache", "");

    private Program() {}

    /** The command that runs a main class, quick to start and to warm up. */
    public static List<String> java(String main, String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.add("--enable-native-access=ALL-UNNAMED");
        boolean built = !CLASS_PATH.isEmpty();
        if (built && Files.exists(Path.of(CACHE))) {
            command.add("-XX:AOTCache=" + CACHE);
            command.addAll(List.of("-Xlog:disable", "-Xlog:all=error:stderr"));
            command.add("-Xlog:aot*=off:stderr");
            command.add("-Dsyncline.cache.classes=" + CACHE);
        }
        command.addAll(List.of(options));
        command.add("-cp");
        command.add(built ? CLASS_PATH : System.getProperty("java.class.path"));
        command.add(main);
        return command;
    }
}
