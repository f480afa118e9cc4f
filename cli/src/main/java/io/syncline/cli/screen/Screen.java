package io.syncline.cli.screen;

import java.io.Console;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/**
 * What the person sees: lines that stay, and on a terminal a block at the end that is drawn over.
 * Elsewhere the block is one plain line now and then. For one thread. Lines are made for 80
 * columns.
 */
public final class Screen {
    private static final long PLAIN_EVERY_NANOS = 2_000_000_000L;
    private static final int BAR = 20;
    private static final String ESCAPE = "\u001b[";
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

    private final PrintStream out;
    private final boolean drawn;
    private final boolean coloured;
    private final boolean plainLetters;
    private int height;
    private long lastPlain;
    private String lastText = "";

    /**
     * A screen.
     *
     * @param drawn whether what was written can be written over
     * @param coloured whether it has colours
     */
    public Screen(PrintStream out, boolean drawn, boolean coloured) {
        this.out = out;
        this.drawn = drawn;
        this.coloured = coloured;
        this.plainLetters = !out.charset().newEncoder().canEncode('█');
        this.lastPlain = System.nanoTime() - PLAIN_EVERY_NANOS;
    }

    /** The screen of this process: drawn on a terminal, without colour where NO_COLOR is set. */
    @SuppressWarnings("SystemConsoleNull") // -Djdk.console may still choose one that is null
    public static Screen of(PrintStream out, Map<String, String> environment) {
        Console console = System.console();
        boolean terminal =
                console != null
                        && console.isTerminal()
                        && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        boolean wanted = environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Screen(out, terminal, terminal && wanted);
    }

    /** A line that stays. */
    public void line(String text) {
        erase();
        out.println(text);
        out.flush();
    }

    /** A line that stays and begins a part. */
    public void title(String text) {
        line("");
        line(colour("1", text));
    }

    /** A line of good news that stays. */
    public void good(String text) {
        line("  " + colour("32", letters("✓ ", "+ ") + text));
    }

    /** A line of bad news that stays. */
    public void bad(String text) {
        line("  " + colour("31", letters("✗ ", "! ") + text));
    }

    /** Draws the block anew; where nothing is drawn, says the plain text every other second. */
    public void show(List<String> block, String plain) {
        if (drawn) {
            erase();
            // A terminal that is too narrow cuts a line off: one that goes on in the next row
            // would make the block higher than we know.
            out.print(ESCAPE + "?7l");
            block.forEach(out::println);
            out.print(ESCAPE + "?7h");
            height = block.size();
            out.flush();
            return;
        }
        boolean due = System.nanoTime() - lastPlain >= PLAIN_EVERY_NANOS;
        if (due && !plain.equals(lastText)) {
            lastPlain = System.nanoTime();
            lastText = plain;
            out.println("  " + plain);
            out.flush();
        }
    }

    /** Leaves the block where it is; what follows comes below. */
    public void keep() {
        height = 0;
    }

    /** Takes the block away. */
    public void clear() {
        erase();
        out.flush();
    }

    /** A bar of fixed width. */
    public String bar(double share) {
        int eighths = (int) Math.round(Math.clamp(share, 0, 1) * BAR * 8);
        int full = eighths / 8;
        if (plainLetters) {
            return "[" + "#".repeat(full) + ".".repeat(BAR - full) + "]";
        }
        String part = eighths % 8 == 0 ? "" : EIGHTHS.substring(eighths % 8, eighths % 8 + 1);
        String done = colour("36", "█".repeat(full) + part);
        return done + colour("2", "·".repeat(BAR - full - part.length()));
    }

    /** The first text, or the second where the first one's letters cannot be shown. */
    public String letters(String beautiful, String plain) {
        return plainLetters ? plain : beautiful;
    }

    /** A text that stands back. */
    public String quiet(String text) {
        return colour("2", text);
    }

    /** A text that must be seen. */
    public String loud(String text) {
        return colour("33", text);
    }

    /** A text that tells that all is well. */
    public String fine(String text) {
        return colour("32", text);
    }

    /** A text that tells that something is broken. */
    public String alarming(String text) {
        return colour("31", text);
    }

    private String colour(String code, String text) {
        return coloured && !text.isEmpty() ? ESCAPE + code + "m" + text + ESCAPE + "0m" : text;
    }

    private void erase() {
        if (height > 0) {
            out.print(ESCAPE + height + "A" + ESCAPE + "0J");
            height = 0;
        }
    }
}
