package io.syncline.server.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts {@code ${env:NAME}} and {@code ${file:/path}} in, so that secrets need not stand in a
 * configuration. Safe for use by several threads.
 */
public final class References {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)}");

    /** A secret is short; nobody shall fill the memory with a device file. */
    private static final int FILE_BYTES_MAX = 64 * 1024;

    /** Looks a name up; null if there is none. */
    @FunctionalInterface
    public interface Lookup {
        /** The value of the name, or null. */
        @Nullable String find(String name);
    }

    /** Something that is referred to and is not there; the message never holds a value. */
    public static final class MissingException extends Exception {
        private static final long serialVersionUID = 1L;

        MissingException(String message) {
            super(message);
        }
    }

    private final Lookup environment;
    private final Lookup files;

    /** References into these. */
    public References(Lookup environment, Lookup files) {
        this.environment = environment;
        this.files = files;
    }

    /** References into the process's environment and the machine's files. */
    public static References real() {
        return new References(System::getenv, References::content);
    }

    /**
     * The text with everything put in.
     *
     * @throws MissingException if something referred to is not there
     */
    public String resolve(String text) throws MissingException {
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder out = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(out, Matcher.quoteReplacement(value(matcher.group(1))));
        }
        return matcher.appendTail(out).toString();
    }

    private String value(String reference) throws MissingException {
        String value = null;
        String what = "a reference other than ${env:NAME} and ${file:/path}";
        if (reference.startsWith("env:")) {
            what = "the environment variable " + shown(reference.substring(4));
            value = environment.find(reference.substring(4));
        } else if (reference.startsWith("file:")) {
            what = "the file " + shown(reference.substring(5));
            value = files.find(reference.substring(5));
        }
        if (value == null) {
            throw new MissingException("This refers to " + what + ", which is not there.");
        }
        return value;
    }

    private static String shown(String name) {
        String start = name.length() > 80 ? name.substring(0, 80) : name;
        return start.replaceAll("[^A-Za-z0-9_./-]", "?");
    }

    private static @Nullable String content(String name) {
        try {
            Path path = Path.of(name);
            if (!path.isAbsolute() || !Files.isRegularFile(path)) {
                return null;
            }
            if (Files.size(path) > FILE_BYTES_MAX) {
                return null;
            }
            return Files.readString(path, StandardCharsets.UTF_8).strip();
        } catch (IOException | InvalidPathException e) {
            return null;
        }
    }
}
