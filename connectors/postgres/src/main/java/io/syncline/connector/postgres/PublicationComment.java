package io.syncline.connector.postgres;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What we write on a publication of ours: its tables, a line for each, with digests of the row
 * filter that we asked for and of what the server made of it. So what somebody else changed is told
 * from what we did. Immutable.
 */
record PublicationComment(String text) {
    private static final String HEAD =
            "Made by Syncline, which loses changes if somebody else changes it.\n";

    /** Between a change and the end of every transaction that may not have noticed it. */
    private static final String UNSETTLED = "Changed while transactions were under way.\n";

    /** Nothing has been told yet. */
    static final PublicationComment EMPTY = new PublicationComment(HEAD);

    /**
     * How a table is told.
     *
     * @param asked the digest of the filter's text that we asked for; empty without a filter
     * @param made the digest of the text that the server shows for it; empty without a filter
     */
    record Line(String asked, String made) {}

    /** Whether we wrote it. */
    boolean ours() {
        return text.startsWith(HEAD);
    }

    boolean unsettled() {
        return text.startsWith(HEAD + UNSETTLED);
    }

    /** The same, with the word that transactions have to be waited for, or without. */
    PublicationComment unsettled(boolean is) {
        String lines =
                text.substring(unsettled() ? HEAD.length() + UNSETTLED.length() : HEAD.length());
        return new PublicationComment(HEAD + (is ? UNSETTLED : "") + lines);
    }

    /** The line of a table, or null if it was never asked for. */
    @Nullable Line line(String table) {
        Matcher found = pattern(table).matcher(text);
        if (!found.find()) {
            return null;
        }
        return found.group(1) == null ? new Line("", "") : new Line(found.group(1), found.group(2));
    }

    /** The same with this line for a table. */
    PublicationComment with(String table, Line line) {
        String written =
                line.asked.isEmpty()
                        ? table + "\n"
                        : table + " WHERE " + line.asked + " " + line.made + "\n";
        Matcher found = pattern(table).matcher(text);
        return new PublicationComment(
                found.find()
                        ? text.substring(0, found.start()) + written + text.substring(found.end())
                        : text + written);
    }

    /** A quoted name holds no single quotation mark but its own, so it is found in no other. */
    private static Pattern pattern(String table) {
        return Pattern.compile(
                "(?<=\n)" + Pattern.quote(table) + "(?: WHERE ([0-9a-f]{64}) ([0-9a-f]{64}))?\n");
    }

    /** A filter's digest; empty for none. */
    static String digest(@Nullable String filter) {
        if (filter == null || filter.isEmpty()) {
            return "";
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(filter.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256", e);
        }
    }
}
