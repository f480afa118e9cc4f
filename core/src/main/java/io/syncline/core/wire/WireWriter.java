package io.syncline.core.wire;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import java.util.Base64;
import tools.jackson.core.JsonGenerator;

/** Writes each thing as one JSON value, without the version around it. */
record WireWriter(JsonGenerator json) {
    /** The largest whole number that every JSON reader, JavaScript too, takes as it stands. */
    static final long PLAIN_INT_MAX = (1L << 53) - 1;

    void value(Value value) {
        switch (value) {
            case Value.Null _ -> json.writeNull();
            case Value.Bool(boolean bool) -> json.writeBoolean(bool);
            case Value.Int(long number) -> integer(number);
            case Value.Decimal(var number) -> tagged("decimal", number.toString());
            case Value.Real(double number) -> tagged("real", Double.toString(number));
            case Value.Text(String text) -> json.writeString(text);
            case Value.Bytes(byte[] bytes) ->
                    tagged("bytes", Base64.getEncoder().encodeToString(bytes));
            case Value.Date(var day) -> tagged("date", day.toString());
            case Value.Time(var time) -> tagged("time", time.toString());
            case Value.Timestamp(var timestamp) -> tagged("timestamp", timestamp.toString());
            case Value.Instant(var instant) -> tagged("instant", instant.toString());
            case Value.Uuid(var uuid) -> tagged("uuid", uuid.toString());
            case Value.Json(String canonical) -> tagged("json", canonical);
            case Value.Items items -> items(items);
            case Value.Struct struct -> struct(struct);
            case Value.Other other -> other(other);
        }
    }

    private void integer(long number) {
        if (number >= -PLAIN_INT_MAX && number <= PLAIN_INT_MAX) {
            json.writeNumber(number);
        } else {
            tagged("int", Long.toString(number));
        }
    }

    private void tagged(String kind, String text) {
        json.writeStartObject();
        json.writeStringProperty(kind, text);
        json.writeEndObject();
    }

    private void items(Value.Items items) {
        json.writeStartObject();
        json.writeArrayPropertyStart("items");
        items.values().forEach(this::value);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void struct(Value.Struct struct) {
        json.writeStartObject();
        json.writeObjectPropertyStart("struct");
        struct.fields()
                .forEach(
                        (name, value) -> {
                            json.writeName(name);
                            value(value);
                        });
        json.writeEndObject();
        json.writeEndObject();
    }

    private void other(Value.Other other) {
        json.writeStartObject();
        json.writeObjectPropertyStart("other");
        json.writeStringProperty("type", other.type());
        json.writeStringProperty("text", other.text());
        json.writeEndObject();
        json.writeEndObject();
    }

    void row(Row row) {
        json.writeStartObject();
        for (int i = 0; i < row.header().size(); i++) {
            json.writeName(row.header().names().get(i));
            value(row.at(i));
        }
        json.writeEndObject();
    }

    void image(Image image) {
        switch (image) {
            case Image.Absent _ -> json.writeString("absent");
            case Image.Whole(Row row) -> known("whole", row);
            case Image.Partial(Row known) -> known("partial", known);
        }
    }

    private void known(String how, Row row) {
        json.writeStartObject();
        json.writeName(how);
        row(row);
        json.writeEndObject();
    }

    void rowId(RowId id) {
        json.writeStartObject();
        json.writeStringProperty("collection", id.collection());
        json.writeArrayPropertyStart("key");
        id.key().forEach(this::value);
        json.writeEndArray();
        json.writeEndObject();
    }

    void change(Change change) {
        json.writeStartObject();
        json.writeName("id");
        rowId(change.id());
        RowId from = change.from();
        if (from != null) {
            json.writeName("from");
            rowId(from);
        }
        json.writeName("before");
        image(change.before());
        json.writeName("after");
        image(change.after());
        json.writeName("version");
        version(change.version());
        json.writeEndObject();
    }

    private void version(Version version) {
        json.writeStartObject();
        json.writeNumberProperty("millis", version.millis());
        json.writeNumberProperty("counter", version.counter());
        json.writeStringProperty("replica", version.replica().name());
        json.writeEndObject();
    }
}
