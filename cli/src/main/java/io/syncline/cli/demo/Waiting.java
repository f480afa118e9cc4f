package io.syncline.cli.demo;

import io.syncline.cli.screen.Screen;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Work that takes seconds, with a line that shows that it goes on. */
final class Waiting {
    private static final long STEP_MILLIS = 100;
    private static final String TURNING = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";

    private Waiting() {}

    /**
     * Does the work on a thread of its own while this one draws, and returns what it made.
     *
     * @throws DemoException if the work did, or was interrupted
     */
    static <T> T until(Screen screen, String text, Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofVirtual().name("working").start(task);
        long began = System.nanoTime();
        try {
            for (int i = 0; ; i++) {
                String turn = TURNING.substring(i % TURNING.length(), i % TURNING.length() + 1);
                double seconds = (System.nanoTime() - began) / 1e9;
                String line = String.format(Locale.ROOT, "%s, %.0f s", text, seconds);
                screen.show(List.of(screen.letters(turn + " ", "  ") + line), line);
                try {
                    T made = task.get(STEP_MILLIS, TimeUnit.MILLISECONDS);
                    screen.clear();
                    return made;
                } catch (TimeoutException goesOn) {
                    // Draw again.
                }
            }
        } catch (ExecutionException e) {
            screen.clear();
            if (e.getCause() instanceof DemoException known) {
                throw known;
            }
            throw new DemoException(text + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("Interrupted.", e);
        }
    }
}
