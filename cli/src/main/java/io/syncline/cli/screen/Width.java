package io.syncline.cli.screen;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large the terminal is.
 *
 * @param columns letters in a line
 * @param rows lines
 */
public record Width(int columns, int rows) {
    private static final Width USUAL = new Width(80, 24);
    private static final Width ENDLESS = new Width(Integer.MAX_VALUE, Integer.MAX_VALUE);
    private static final Pattern SIZE = Pattern.compile("(\\d{1,4}) (\\d{1,4})");

    /** Narrower than this nothing is made for. */
    private static final int LEAST = 20;

    /** Of what this process writes to; a file or a pipe has no end. */
    public static Width now(Map<String, String> environment) {
        if (!terminal()) {
            return ENDLESS;
        }
        Width asked = asked();
        String columns = environment.getOrDefault("COLUMNS", "");
        return asked != null
                ? asked
                : columns.matches("\\d{1,4}")
                        ? new Width(Math.max(LEAST, Integer.parseInt(columns)), USUAL.rows)
                        : USUAL;
    }

    /** Whether a person sees what this process writes. */
    @SuppressWarnings("SystemConsoleNull") // -Djdk.console may still choose one that is null
    public static boolean terminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** By the tool that every system has. */
    private static @org.jspecify.annotations.Nullable Width asked() {
        try {
            Process process =
                    new ProcessBuilder("stty", "size")
                            .redirectInput(ProcessBuilder.Redirect.INHERIT)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String size =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            process.waitFor(1, TimeUnit.SECONDS);
            Matcher matcher = SIZE.matcher(size.strip());
            if (matcher.matches() && Integer.parseInt(matcher.group(2)) >= LEAST) {
                return new Width(
                        Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(1)));
            }
        } catch (IOException e) {
            // Without it the usual size is as good a guess as any.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return null;
    }
}
