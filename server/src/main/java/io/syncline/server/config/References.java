package io.syncline.server.config;

import io.syncline.core.endpoint.Code;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts {@code ${env:NAME}} and {@code ${file:/path}} in, so that secrets need not stand in a
 * configuration. Safe for use by several threads.
 *
 * @param places where references may lead
 */
public record References(Places places) {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)}");
    private static final int SHOWN_MAX = 80;

    /** Looks a name up; null if there is none. */
    @FunctionalInterface
    public interface Lookup {
        /** The value of the name, or null. */
        @Nullable String find(String name);
    }

    /** Where references lead. */
    public interface Places {
        /**
         * The value of an environment variable; null if there is none.
         *
         * @throws UnresolvedException if nobody may refer to it; says nothing of whether it exists
         */
        @Nullable String variable(String name) throws UnresolvedException;

        /**
         * The content of a file; null if there is none.
         *
         * @throws UnresolvedException if nobody may refer to it; says nothing of whether it exists
         */
        @Nullable String file(String path) throws UnresolvedException;
    }

    /** A reference that leads nowhere; the message never holds a value. */
    public static final class UnresolvedException extends Exception {
        private static final long serialVersionUID = 1L;
        private final Code code;

        UnresolvedException(Code code, String message) {
            super(message);
            this.code = code;
        }

        /** Whether it is missing or closed. */
        public Code code() {
            return code;
        }
    }

    /**
     * The text with everything put in.
     *
     * @throws UnresolvedException if something referred to is not there, or closed
     */
    public String resolve(String text) throws UnresolvedException {
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder out = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(out, Matcher.quoteReplacement(value(matcher.group(1))));
        }
        return matcher.appendTail(out).toString();
    }

    private String value(String reference) throws UnresolvedException {
        String value = null;
        String what = "a reference other than ${env:NAME} and ${file:/path}";
        if (reference.startsWith("env:")) {
            String name = reference.substring(4);
            what = "the environment variable " + shown(name);
            value = places.variable(name);
        } else if (reference.startsWith("file:")) {
            String path = reference.substring(5);
            what = "the file " + shown(path);
            value = places.file(path);
        }
        if (value == null) {
            throw new UnresolvedException(
                    Code.MISSING_REFERENCE, "This refers to " + what + ", which is not there.");
        }
        return value;
    }

    /** A name as it may stand in a message. */
    static String shown(String name) {
        String start = name.length() > SHOWN_MAX ? name.substring(0, SHOWN_MAX) : name;
        return start.replaceAll("[^A-Za-z0-9_./-]", "?");
    }
}
