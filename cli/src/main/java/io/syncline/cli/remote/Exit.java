package io.syncline.cli.remote;

/** With what a command's process ends; the page on the command line says the same. */
public final class Exit {
    /** It did what it was told. */
    public static final int OK = 0;

    /** It ran, and what it ran for has failed, differs, or needs somebody. */
    public static final int FAILED = 1;

    /** The words of the command make no sense; nothing was asked. */
    public static final int USAGE = 2;

    /** The server does not answer, or not yet. */
    public static final int UNREACHABLE = 3;

    /** The server has understood and refuses: all reasons are told, nothing has changed. */
    public static final int REFUSED = 4;

    /** What was named is not there. */
    public static final int NOT_FOUND = 5;

    /** There is no API key, or it is not good, or its role does not allow this. */
    public static final int KEY = 6;

    /** What was waited for had not come when the time was over; it goes on without us. */
    public static final int TIME_OVER = 7;

    private Exit() {}

    /** With what to end after an answer of this HTTP status, which is at least 400. */
    static int of(int status) {
        return switch (status) {
            case 401, 403 -> KEY;
            case 404, 410 -> NOT_FOUND;
            case 502, 503, 504 -> UNREACHABLE;
            default -> status < 500 ? REFUSED : FAILED;
        };
    }
}
