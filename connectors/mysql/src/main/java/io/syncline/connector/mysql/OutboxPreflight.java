package io.syncline.connector.mysql;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks for what keeps an outbox from being made, or from noting everything. Changes nothing. */
final class OutboxPreflight {
    private OutboxPreflight() {}

    static List<Finding> findings(Map<String, Table> tables, Selection selection) {
        List<Finding> findings = new ArrayList<>();
        for (String name : selection.collections()) {
            Table table = tables.get(name);
            if (table == null) {
                findings.add(
                        Finding.error(
                                Code.UNKNOWN_COLLECTION,
                                name,
                                "There is no table " + name + ".",
                                null));
                continue;
            }
            if (table.key().isEmpty()) {
                findings.add(
                        Finding.error(
                                Code.NO_KEY_TO_TELL,
                                name,
                                "The table " + name + " has no primary key: an outbox notes keys.",
                                "ALTER TABLE " + table.quoted() + " ADD PRIMARY KEY (...);"));
            }
            if (!table.references().isEmpty()) {
                findings.add(
                        Finding.warning(
                                Code.CAPTURE_BLIND,
                                name,
                                "What a foreign key cascades to " + name + " runs no trigger.",
                                "Deleted rows are found now and then; verify after others."));
            }
        }
        findings.add(
                Finding.note(
                        Code.OUTBOX_TRIGGERS,
                        "outbox",
                        "Three triggers on each of %d tables will note the keys of what is written."
                                .formatted(selection.collections().size())));
        return findings;
    }
}
