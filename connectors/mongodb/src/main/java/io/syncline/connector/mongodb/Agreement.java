package io.syncline.connector.mongodb;

import com.mongodb.client.MongoDatabase;
import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** Says what of rows of a layout does not fit, or is held otherwise. */
final class Agreement {
    private static final int DECIMAL_DIGITS = 34;

    private final Server server;
    private final Address address;
    private final List<Finding> findings = new ArrayList<>();

    Agreement(Server server, Address address) {
        this.server = server;
        this.address = address;
    }

    List<Finding> findings(MongoDatabase database, List<Layout> layouts) {
        for (Layout layout : layouts) {
            key(layout);
            for (Field field : layout.fields()) {
                field(layout, field);
            }
            there(layout, Collections.find(database, layout.collection()));
        }
        if (!server.replicated() && !layouts.isEmpty()) {
            findings.add(
                    Finding.warning(
                            Code.NO_TRANSACTIONS,
                            "server",
                            server.name()
                                    + " has no transactions: rows are written at least once, and"
                                    + " one who was replaced can still write for a moment."
                                    + (server.ferret()
                                            ? " Its updates are not atomic, so edits by others can"
                                                    + " be lost."
                                            : ""),
                            "Make it a replica set, if of one member."));
        }
        return List.copyOf(findings);
    }

    private void key(Layout layout) {
        List<String> asked = address.keys().get(layout.collection());
        if (layout.key().isEmpty()) {
            error(
                    layout.collection(),
                    "Without a key, the same row cannot be found again.",
                    "Add a primary key at the source.");
        } else if (layout.field(Shape.ID) != null && !layout.key().equals(List.of(Shape.ID))) {
            error(
                    layout.collection() + "." + Shape.ID,
                    "_id holds the key " + layout.key() + ", so no field can have its name.",
                    "Give the field another name by the mapping.");
        } else if (asked != null && !asked.equals(layout.key())) {
            error(
                    layout.collection(),
                    "Its key is " + layout.key() + " and not " + asked + ", as keys says.",
                    null);
        }
    }

    private void field(Layout layout, Field field) {
        String subject = layout.collection() + "." + field.name();
        String why = Names.refuses(field.name());
        if (why != null) {
            error(subject, why + ".", "Give the field another name by the mapping.");
        }
        type(field.type(), subject);
    }

    private void type(FieldType type, String subject) {
        switch (type) {
            case FieldType.Decimal(Integer precision, Integer _)
                    when precision == null || precision > DECIMAL_DIGITS ->
                    warning(
                            Code.NARROWER_TYPE,
                            subject,
                            "A decimal of MongoDB has 34 digits; rows with longer ones are parked.");
            case FieldType.Instant _ when address.fineTimes() == FineTimes.REFUSE ->
                    warning(
                            Code.NARROWER_TYPE,
                            subject,
                            "A date of MongoDB has milliseconds; rows with finer ones are parked,"
                                    + " unless fine_times is cut or text.");
            case FieldType.Date _, FieldType.Time _, FieldType.Timestamp _ ->
                    note(subject, "MongoDB has no such type; it is held as ISO 8601 text.");
            case FieldType.Other(String name)
                    when !name.equals(Natural.OBJECT_ID) && !name.equals(Natural.BSON) ->
                    note(subject, "The type " + name + " travels as text.");
            case FieldType.Items(FieldType of) -> type(of, subject);
            case FieldType _ -> {
                // It is held as what it is.
            }
        }
    }

    private void there(Layout layout, @Nullable BsonDocument entry) {
        if (entry == null) {
            return;
        }
        if (Collections.collated(entry)) {
            error(
                    layout.collection(),
                    "Its collation takes different keys for the same row.",
                    "Make the collection without a collation.");
        }
        BsonDocument validator = Collections.validator(entry);
        if (validator != null) {
            warning(
                    Code.CONSTRAINT,
                    layout.collection(),
                    "It has a rule for its documents; rows that break it are parked.");
        }
    }

    private void error(String subject, String message, @Nullable String remedy) {
        findings.add(Finding.error(Code.LAYOUT_MISMATCH, subject, message, remedy));
    }

    private void warning(Code code, String subject, String message) {
        findings.add(Finding.warning(code, subject, message, null));
    }

    private void note(String subject, String message) {
        findings.add(Finding.note(Code.TYPE_AS_TEXT, subject, message));
    }
}
