package io.syncline.cli.remote;

import io.syncline.cli.screen.Screen;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gives the words for a state their colour. Pure. */
final class Tint {
    private static final Pattern STATE =
            Pattern.compile(
                    "(?<= )(streaming|completed|running|snapshot|preparing|waiting|paused|failed)(?= |$)");

    private Tint() {}

    /** The row with its state coloured, where there are colours. */
    static String row(String row, Screen screen) {
        Matcher matcher = STATE.matcher(row);
        StringBuilder out = new StringBuilder();
        while (matcher.find()) {
            String word = matcher.group();
            matcher.appendReplacement(
                    out,
                    Matcher.quoteReplacement(
                            switch (word) {
                                case "streaming", "completed", "running" -> screen.fine(word);
                                case "failed" -> screen.alarming(word);
                                default -> screen.loud(word);
                            }));
        }
        return matcher.appendTail(out).toString();
    }
}
