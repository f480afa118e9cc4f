package io.syncline.connector.mysql;

import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at collections before their rows come, and tells everything that does not fit. Pure. */
final class Agreement {
    private static final int NAME_CHARACTERS_MAX = 64;

    private final TableMaker maker;

    Agreement(TableMaker maker) {
        this.maker = maker;
    }

    /** All findings about these layouts, in their order. */
    List<Finding> findings(List<Layout> layouts, Map<String, Table> tables, Server server) {
        List<Finding> findings = new ArrayList<>();
        if (!server.supported()) {
            findings.add(
                    Finding.error(
                            Code.UNSUPPORTED_VERSION,
                            server.name(),
                            "MariaDB from 10.6 and MySQL from 8.0 are supported.",
                            "Upgrade the server."));
        }
        Set<String> names = new HashSet<>();
        for (Layout layout : layouts) {
            if (!names.add(layout.collection())) {
                findings.add(
                        Finding.error(
                                Code.BAD_NAME,
                                layout.collection(),
                                "Two collections would be written to the same table.",
                                "Give one of them another name."));
            }
            names(layout, findings);
            announce(layout, server, findings);
            Table table = tables.get(layout.collection());
            if (table == null) {
                unmade(layout, findings);
            } else {
                new TableFit(layout, table).findings(findings);
            }
        }
        return findings;
    }

    private static void names(Layout layout, List<Finding> findings) {
        Set<String> folded = new HashSet<>();
        for (Field field : layout.fields()) {
            if (!folded.add(field.name().toLowerCase(Locale.ROOT))) {
                findings.add(
                        Finding.error(
                                Code.LAYOUT_MISMATCH,
                                layout.collection() + "." + field.name(),
                                "Another field differs by case only; columns here do not.",
                                "Rename one of them."));
            }
        }
        boolean ours = layout.collection().startsWith(TableReader.OURS);
        if (ours || layout.collection().length() > NAME_CHARACTERS_MAX) {
            findings.add(
                    Finding.error(
                            Code.BAD_NAME,
                            layout.collection(),
                            "A table's name has at most 64 characters and does not begin with syncline_.",
                            "Give it another name."));
        }
    }

    /** Every type with values that a column cannot hold is told of, once for each field. */
    private static void announce(Layout layout, Server server, List<Finding> findings) {
        for (Field field : layout.fields()) {
            String subject = layout.collection() + "." + field.name();
            String limit = limit(field.type());
            if (limit != null) {
                findings.add(
                        Finding.warning(
                                Code.NARROWER_TYPE,
                                subject,
                                limit + " cannot be held; such rows are parked.",
                                null));
            }
            switch (field.type()) {
                case FieldType.Text(Integer lengthMax) when lengthMax == null ->
                        findings.add(packet(subject, server));
                case FieldType.Bytes _, FieldType.Json _, FieldType.Items _ ->
                        findings.add(packet(subject, server));
                case FieldType.Other(String name) -> {
                    findings.add(
                            Finding.warning(
                                    Code.TYPE_AS_TEXT,
                                    subject,
                                    "The type " + name + " travels as text.",
                                    null));
                    findings.add(packet(subject, server));
                }
                default -> {}
            }
        }
    }

    private static Finding packet(String subject, Server server) {
        return Finding.warning(
                Code.PACKET_LIMIT,
                subject,
                "Rows above max_allowed_packet, " + server.packetBytesMax() + " bytes, are parked.",
                "SET GLOBAL max_allowed_packet = 1073741824");
    }

    private static @Nullable String limit(FieldType type) {
        return switch (type) {
            case FieldType.Decimal decimal ->
                    ColumnTypes.holdsAll(decimal)
                            ? "NaN"
                            : "NaN, infinity and numbers beyond "
                                    + ColumnTypes.fit(decimal).precision()
                                    + " digits, "
                                    + ColumnTypes.fit(decimal).scale()
                                    + " of them after the point,";
            case FieldType.Real _ -> "NaN and infinity";
            case FieldType.Date _, FieldType.Timestamp _, FieldType.Instant _ ->
                    "Infinity and years before 1 or after 9999";
            case FieldType.Time _ -> "24:00:00";
            case FieldType.Json _ -> "Documents nested deeper than " + Holding.JSON_DEPTH_MAX;
            case FieldType.Items(FieldType of) -> {
                String inner = limit(of);
                yield "Arrays that do not begin at 1"
                        + (inner == null ? "" : ", and those with an element of: " + inner + ",");
            }
            default -> null;
        };
    }

    private void unmade(Layout layout, List<Finding> findings) {
        if (layout.key().isEmpty()) {
            findings.add(TableFit.keyless(layout));
        }
        for (String name : layout.key()) {
            Field field = layout.field(name);
            String subject = layout.collection() + "." + name;
            if (field != null
                    && TableMaker.needsBound(field.type())
                    && maker.keyBound(field.type()) == null) {
                findings.add(
                        Finding.error(
                                Code.UNBOUNDED_KEY,
                                subject,
                                "A key of text without a bound cannot be a key here.",
                                "Set key_text_length, at most 768; longer keys are parked."));
            } else if (field != null
                    && (field.type() instanceof FieldType.Json
                            || field.type() instanceof FieldType.Items)) {
                findings.add(
                        Finding.error(
                                Code.LAYOUT_MISMATCH,
                                subject,
                                "Documents and arrays cannot be keys here.",
                                null));
            }
        }
        for (Layout.Index index : layout.indexes()) {
            if (maker.indexImpossible(layout, index)) {
                findings.add(
                        Finding.warning(
                                Code.LAYOUT_MISMATCH,
                                layout.collection(),
                                "No unique index over "
                                        + index.fields()
                                        + ": a text in it has no bound. The source keeps it unique.",
                                null));
            }
        }
    }
}
