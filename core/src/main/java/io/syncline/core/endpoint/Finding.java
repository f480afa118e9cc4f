package io.syncline.core.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * Something a person should know before a sync starts.
 *
 * @param severity whether the sync can start
 * @param code which rule found it
 * @param subject the collection, field or setting it is about
 * @param message one sentence; never a secret
 * @param remedy the command or step that mends it, or null
 */
public record Finding(
        Severity severity, Code code, String subject, String message, @Nullable String remedy) {
    /** Whether the sync can start. */
    public enum Severity {
        /** Good to know. */
        NOTE,
        /** Works, with a limit that is announced here. */
        WARNING,
        /** Must be mended first. */
        ERROR
    }

    /** Something that was done, or is good to know. */
    public static Finding note(Code code, String subject, String message) {
        return new Finding(Severity.NOTE, code, subject, message, null);
    }

    /** A finding that stops the sync from starting. */
    public static Finding error(
            Code code, String subject, String message, @Nullable String remedy) {
        return new Finding(Severity.ERROR, code, subject, message, remedy);
    }

    /** A finding that announces a limit. */
    public static Finding warning(
            Code code, String subject, String message, @Nullable String remedy) {
        return new Finding(Severity.WARNING, code, subject, message, remedy);
    }
}
