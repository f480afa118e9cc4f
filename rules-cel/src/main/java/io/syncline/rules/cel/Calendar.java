package io.syncline.rules.cel;

import static io.syncline.rules.cel.Functions.STRING;

import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import io.syncline.rules.cel.Functions.Kind;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Comparator;
import java.util.function.Function;

/** Days and times without a zone, which CEL has none of: they are compared, each with its own. */
final class Calendar {
    private Calendar() {}

    static void into(Functions all) {
        ordered(all, "date", LocalDate.class, LocalDate::parse, (a, b) -> a.compareTo(b));
        ordered(all, "time", LocalTime.class, LocalTime::parse, (a, b) -> a.compareTo(b));
        ordered(
                all,
                "datetime",
                LocalDateTime.class,
                LocalDateTime::parse,
                (a, b) -> a.compareTo(b));
    }

    private static <T> void ordered(
            Functions all,
            String name,
            Class<T> java,
            Function<String, T> read,
            Comparator<T> order) {
        Kind<T> kind = new Kind<>(OpaqueType.create(name), java);
        all.binary("_<_", SimpleType.BOOL, kind, kind, (a, b) -> order.compare(a, b) < 0);
        all.binary("_<=_", SimpleType.BOOL, kind, kind, (a, b) -> order.compare(a, b) <= 0);
        all.binary("_>_", SimpleType.BOOL, kind, kind, (a, b) -> order.compare(a, b) > 0);
        all.binary("_>=_", SimpleType.BOOL, kind, kind, (a, b) -> order.compare(a, b) >= 0);
        all.unary(name, kind.type(), STRING, text -> read(name, text, read));
        all.unary("string", SimpleType.STRING, kind, Object::toString);
    }

    private static <T> T read(String name, String text, Function<String, T> read) {
        try {
            return read.apply(text);
        } catch (DateTimeException e) {
            // Its own words have the text.
            throw new ExpressionException("a text is no " + name);
        }
    }
}
