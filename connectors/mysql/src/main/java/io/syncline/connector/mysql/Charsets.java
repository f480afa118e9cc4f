package io.syncline.connector.mysql;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The server's character sets in which the binary log writes texts. */
final class Charsets {
    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("utf8mb4", "UTF-8"),
                    Map.entry("utf8mb3", "UTF-8"),
                    Map.entry("utf8", "UTF-8"),
                    Map.entry("ascii", "US-ASCII"),
                    Map.entry("latin1", "windows-1252"),
                    Map.entry("latin2", "ISO-8859-2"),
                    Map.entry("cp1250", "windows-1250"),
                    Map.entry("cp1251", "windows-1251"),
                    Map.entry("cp1257", "windows-1257"),
                    Map.entry("koi8r", "KOI8-R"),
                    Map.entry("ucs2", "UTF-16BE"),
                    Map.entry("utf16", "UTF-16BE"),
                    Map.entry("utf16le", "UTF-16LE"),
                    Map.entry("utf32", "UTF-32BE"));

    private static final Charset WESTERN = Charset.forName("windows-1252");

    private Charsets() {}

    /** The one that a collation's name begins with, or null if we cannot read it. */
    static @Nullable Charset of(@Nullable String collation) {
        if (collation == null) {
            return StandardCharsets.UTF_8;
        }
        int end = collation.indexOf('_');
        String name = (end < 0 ? collation : collation.substring(0, end)).toLowerCase(Locale.ROOT);
        String known = NAMES.get(name);
        return known == null ? null : Charset.forName(known);
    }

    /** The text of bytes; bytes that are none are an error of the stream. */
    static String text(byte[] bytes, int start, int count, Charset charset) {
        if (charset.equals(StandardCharsets.UTF_8)) {
            return new String(bytes, start, count, charset);
        }
        try {
            CharBuffer text =
                    charset.newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(bytes, start, count));
            return text.toString();
        } catch (CharacterCodingException e) {
            if (charset.equals(WESTERN)) {
                return western(bytes, start, count);
            }
            throw EventBytes.bad("The binary log has a text that is not " + charset);
        }
    }

    /** The server gives the five bytes that windows-1252 leaves out a meaning: their own number. */
    private static String western(byte[] bytes, int start, int count) {
        StringBuilder text = new StringBuilder(count);
        for (int i = start; i < start + count; i++) {
            String one = new String(bytes, i, 1, WESTERN);
            text.append(one.charAt(0) == '\uFFFD' ? (char) (bytes[i] & 0xff) : one.charAt(0));
        }
        return text.toString();
    }
}
