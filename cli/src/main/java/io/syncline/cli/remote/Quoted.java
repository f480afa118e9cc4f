package io.syncline.cli.remote;

/** Words as a shell takes them, so that a proposed command can be pasted. Pure. */
final class Quoted {
    private Quoted() {}

    static String word(String text) {
        return text.matches("[A-Za-z0-9_./:@%+=-]+")
                ? text
                : "'" + text.replace("'", "'\\''") + "'";
    }
}
