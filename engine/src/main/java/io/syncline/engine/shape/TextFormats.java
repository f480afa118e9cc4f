package io.syncline.engine.shape;

import io.syncline.core.change.FieldType;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Formats of texts, and what the names of fields suggest of theirs. Pure. */
final class TextFormats {
    private static final int URL_MAX = 2_048;
    private static final int EMAIL_MAX = 254;
    private static final int LOCAL_PART_MAX = 64;
    private static final Set<String> IMAGES =
            Set.of("image", "avatar", "picture", "photo", "thumbnail", "logo");

    private static final SafePattern LOCAL =
            SafePattern.of("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");
    private static final SafePattern HOST =
            SafePattern.of("([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z0-9-]{2,63}");
    private static final SafePattern LETTERS_FOLLOW = SafePattern.of("[a-zA-Z0-9]+.*");

    private TextFormats() {}

    /** What a field's name and type suggest, or null. */
    static @Nullable String suggested(String field, FieldType type) {
        if (!(type instanceof FieldType.Text)) {
            return null;
        }
        List<String> words = words(field);
        String last = words.getLast();
        String pair = words.size() < 2 ? "" : words.get(words.size() - 2) + "_" + last;
        return switch (last) {
            case "email", "mail" -> "email";
            case "url", "website", "homepage" -> "url";
            case "uuid", "guid" -> "uuid";
            case "date", "timestamp" -> "iso_date";
            case "phone", "mobile" -> "phone";
            case "at" -> words.size() > 1 ? "iso_date" : null;
            default ->
                    switch (pair) {
                        case "email_address" -> "email";
                        case "phone_number", "mobile_number" -> "phone";
                        default -> null;
                    };
        };
    }

    /** Whether a field's name says that the address of an image stands there. */
    static boolean suggestsImage(String field) {
        return words(field).stream().anyMatch(IMAGES::contains);
    }

    /** The words of a name in either case. */
    static List<String> words(String name) {
        return Arrays.stream(
                        name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                                .toLowerCase(Locale.ROOT)
                                .split("[_\\-. ]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    static boolean email(String text) {
        int at = text.lastIndexOf('@');
        return at > 0
                && at <= LOCAL_PART_MAX
                && text.length() <= EMAIL_MAX
                && LOCAL.matches(text.substring(0, at))
                && HOST.matches(text.substring(at + 1));
    }

    static boolean url(String text) {
        URI uri = uri(text);
        return uri != null && web(uri);
    }

    private static boolean web(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        return (scheme.equals("http") || scheme.equals("https"))
                && uri.getHost() != null
                && !uri.getHost().isEmpty();
    }

    private static @Nullable URI uri(String text) {
        try {
            return text.length() > URL_MAX ? null : new URI(text);
        } catch (URISyntaxException _) {
            return null;
        }
    }

    static boolean imageAddress(String text) {
        URI uri = uri(text);
        if (uri == null || uri.getScheme() == null) {
            return false;
        }
        String rest = text.substring(uri.getScheme().length() + 1);
        return switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
            case "http", "https" -> web(uri);
            case "ipfs", "ar" -> rest.startsWith("//") && LETTERS_FOLLOW.matches(rest.substring(2));
            default -> false;
        };
    }

    static boolean isoDate(String text) {
        try {
            if (text.length() <= "+999999999-12-31".length() && text.indexOf('T') < 0) {
                return !LocalDate.parse(text).equals(LocalDate.MIN);
            }
            return DateTimeFormatter.ISO_DATE_TIME.parse(text) != null;
        } catch (DateTimeException _) {
            return false;
        }
    }
}
