package io.syncline.core.wire;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import java.io.StringWriter;
import java.util.function.BiConsumer;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * The JSON form, version 1: {@code {"v":1,"change":{…}}}, and likewise {@code value}, {@code row},
 * {@code image} and {@code rowId}. Reading what was written gives an equal thing. Equal values and
 * row ids give the same text; equal rows do when their fields stand in the same order.
 *
 * <p>Null, booleans, text and whole numbers up to 2^53 are themselves; every other value is an
 * object whose one name says its kind, with text inside: {@code {"decimal":"1.5"}}. The text is
 * always well-formed Unicode without NUL, so any database can keep it.
 *
 * <p>Readers throw {@link IllegalArgumentException} for anything that no writer made; the message
 * says where and shows none of the data. Pure; safe for use by several threads.
 */
public final class Wire {
    /** The version written; the only one so far. */
    public static final int VERSION = 1;

    /** Items and structs in one another; far more than any database holds. */
    public static final int DEPTH_MAX = 500;

    private static final JsonFactory PLAIN = factory(false);
    // Halves of surrogate pairs have no UTF-8 form, so texts that hold one are written in ASCII.
    private static final JsonFactory ASCII = factory(true);

    private Wire() {}

    private static JsonFactory factory(boolean ascii) {
        // What was written must be readable, however large: the reader's usual limits are lifted.
        return JsonFactory.builder()
                .configure(JsonWriteFeature.ESCAPE_NON_ASCII, ascii)
                .streamReadConstraints(
                        StreamReadConstraints.builder()
                                .maxStringLength(Integer.MAX_VALUE)
                                .maxNameLength(Integer.MAX_VALUE)
                                .maxNestingDepth(DEPTH_MAX)
                                .build())
                .streamWriteConstraints(
                        StreamWriteConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
                .build();
    }

    /** The text of a value. */
    public static String text(Value value) {
        return write("value", value, WireWriter::value);
    }

    /** The text of a row, its fields in the order the row holds them. */
    public static String text(Row row) {
        return write("row", row, WireWriter::row);
    }

    /** The text of an image. */
    public static String text(Image image) {
        return write("image", image, WireWriter::image);
    }

    /** The text of a row's identity. */
    public static String text(RowId id) {
        return write("rowId", id, WireWriter::rowId);
    }

    /** The text of a change. */
    public static String text(Change change) {
        return write("change", change, WireWriter::change);
    }

    /** The value of a text. */
    public static Value value(String text) {
        return read("value", text, WireReader::value);
    }

    /** The row of a text. */
    public static Row row(String text) {
        return read("row", text, WireReader::row);
    }

    /** The image of a text. */
    public static Image image(String text) {
        return read("image", text, WireReader::image);
    }

    /** The row's identity of a text. */
    public static RowId rowId(String text) {
        return read("rowId", text, WireReader::rowId);
    }

    /** The change of a text. */
    public static Change change(String text) {
        return read("change", text, WireReader::change);
    }

    private static <T> String write(String what, T thing, BiConsumer<WireWriter, T> body) {
        String text = write(PLAIN, what, thing, body);
        return wellFormed(text) ? text : write(ASCII, what, thing, body);
    }

    private static <T> String write(
            JsonFactory factory, String what, T thing, BiConsumer<WireWriter, T> body) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeNumberProperty("v", VERSION);
            json.writeName(what);
            body.accept(new WireWriter(json), thing);
            json.writeEndObject();
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "A " + what + " nested too deeply: more than " + DEPTH_MAX + " levels");
        }
        return out.toString();
    }

    private static boolean wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair =
                        Character.isHighSurrogate(c)
                                && i + 1 < text.length()
                                && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private static <T> T read(String what, String text, Function<WireReader, T> body) {
        try (JsonParser json = PLAIN.createParser(ObjectReadContext.empty(), text)) {
            WireReader reader = new WireReader(json);
            try {
                return reader.envelope(what, body);
            } catch (JacksonException | IllegalArgumentException | java.time.DateTimeException e) {
                // Without the cause: its message may show data.
                throw new IllegalArgumentException(
                        "Not the wire form of a %s, version %d, at character %d%s"
                                .formatted(
                                        what,
                                        VERSION,
                                        json.currentLocation().getCharOffset(),
                                        e instanceof WireReader.Unfit
                                                ? ": " + e.getMessage()
                                                : ""));
            }
        }
    }
}
