package io.syncline.cli.demo;

import java.io.Console;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/**
 * What the person sees: lines that stay, and on a terminal a block at the end that is drawn over.
 * Elsewhere the block is one plain line now and then. For one thread.
 */
final class Screen {
    private static final long PLAIN_EVERY_NANOS = 2_000_000_000L;
    private static final int BAR = 24;
    private static final String ESCAPE = "\u001b[";

    private final PrintStream out;
    private final boolean drawn;
    private final boolean coloured;
    private int height;
    private long lastPlain;
    private String lastText = "";

    Screen(PrintStream out, boolean drawn, boolean coloured) {
        this.out = out;
        this.drawn = drawn;
        this.coloured = coloured;
        this.lastPlain = System.nanoTime() - PLAIN_EVERY_NANOS;
    }

    /** The screen of this process: drawn on a terminal, without colour where NO_COLOR is set. */
    @SuppressWarnings("SystemConsoleNull") // -Djdk.console may still choose one that is null
    static Screen of(PrintStream out, Map<String, String> environment) {
        Console console = System.console();
        boolean terminal =
                console != null
                        && console.isTerminal()
                        && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        boolean wanted = environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Screen(out, terminal, terminal && wanted);
    }

    /** A line that stays. */
    void line(String text) {
        erase();
        out.println(text);
        out.flush();
    }

    /** A line of good news that stays. */
    void good(String text) {
        line(colour("32", text));
    }

    /** A line of bad news that stays. */
    void bad(String text) {
        line(colour("31", text));
    }

    /** Draws the block anew; where nothing is drawn, says the plain text every other second. */
    void show(List<String> block, String plain) {
        if (drawn) {
            erase();
            block.forEach(out::println);
            height = block.size();
            out.flush();
            return;
        }
        boolean due = System.nanoTime() - lastPlain >= PLAIN_EVERY_NANOS;
        if (due && !plain.equals(lastText)) {
            lastPlain = System.nanoTime();
            lastText = plain;
            out.println(plain);
            out.flush();
        }
    }

    /** Leaves the block where it is; what follows comes below. */
    void keep() {
        height = 0;
    }

    /** A bar of fixed width. */
    String bar(double share) {
        int full = (int) Math.round(Math.clamp(share, 0, 1) * BAR);
        return colour("36", "█".repeat(full)) + "░".repeat(BAR - full);
    }

    private String colour(String code, String text) {
        return coloured ? ESCAPE + code + "m" + text + ESCAPE + "0m" : text;
    }

    private void erase() {
        if (height > 0) {
            out.print(ESCAPE + height + "A" + ESCAPE + "0J");
            height = 0;
        }
    }
}
