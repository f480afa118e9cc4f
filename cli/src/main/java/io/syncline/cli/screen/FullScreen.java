package io.syncline.cli.screen;

import java.io.PrintStream;
import java.util.List;

/**
 * The whole terminal, drawn over again and again; what stood there before comes back at the end,
 * also when the process is told to end. For one thread.
 */
public final class FullScreen implements AutoCloseable {
    private static final String ESCAPE = "\u001b[";

    /** Another page, without the cursor, and lines that are cut off rather than broken. */
    private static final String ENTER =
            ESCAPE + "?1049h" + ESCAPE + "?25l" + ESCAPE + "?7l" + ESCAPE + "2J";

    private static final String LEAVE = ESCAPE + "?7h" + ESCAPE + "?25h" + ESCAPE + "?1049l";

    private final PrintStream out;
    private final Thread hook = Thread.ofPlatform().unstarted(this::leave);
    private boolean left;

    private FullScreen(PrintStream out) {
        this.out = out;
    }

    /** Takes the terminal that this process writes to. */
    public static FullScreen enter() {
        PrintStream out = System.out;
        FullScreen screen = new FullScreen(out);
        Runtime.getRuntime().addShutdownHook(screen.hook);
        out.print(ENTER);
        out.flush();
        return screen;
    }

    /** How large it is now: people make windows larger and smaller. */
    public Width size() {
        return Width.now(System.getenv());
    }

    /** Draws these lines, as many as there is room for. */
    public synchronized void show(List<String> lines) {
        if (left) {
            return;
        }
        int rows = size().rows();
        StringBuilder page = new StringBuilder(ESCAPE + "H");
        int shown = Math.min(lines.size(), rows);
        for (int i = 0; i < shown; i++) {
            boolean cut = i == rows - 1 && lines.size() > rows;
            String line = cut ? "… " + (lines.size() - rows + 1) + " more lines" : lines.get(i);
            // First, or it would take the letter in the last column away.
            page.append(ESCAPE).append('K').append(line);
            if (i < shown - 1) {
                page.append("\r\n");
            }
        }
        page.append(ESCAPE).append('J');
        out.print(page);
        out.flush();
    }

    private synchronized void leave() {
        if (!left) {
            left = true;
            out.print(LEAVE);
            out.flush();
        }
    }

    /** Gives the terminal back. */
    @Override
    public void close() {
        leave();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The hook runs by now, and finds that it is done.
        }
    }
}
