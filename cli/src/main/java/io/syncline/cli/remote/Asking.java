package io.syncline.cli.remote;

import io.syncline.cli.screen.Width;
import java.io.Console;
import java.util.Locale;

/** Asks a person before something cannot be undone. */
final class Asking {
    private Asking() {}

    /**
     * Returns if the person agrees.
     *
     * @param yes whether that was said already
     * @throws Failure USAGE where nobody can be asked, FAILED if the person does not agree
     */
    @SuppressWarnings("SystemConsoleNull") // -Djdk.console may still choose one that is null
    static void agree(boolean yes, String question) {
        if (yes) {
            return;
        }
        Console console = System.console();
        if (console == null || !Width.terminal()) {
            throw Failure.of(
                    Exit.USAGE, question + "\nNobody is here to be asked: say it with --yes.");
        }
        String answer = console.readLine("%s [y/N] ", question);
        String word = answer == null ? "" : answer.strip().toLowerCase(Locale.ROOT);
        if (!word.equals("y") && !word.equals("yes")) {
            throw Failure.of(Exit.FAILED, "Nothing was done.");
        }
    }
}
