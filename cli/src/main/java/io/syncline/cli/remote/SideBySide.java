package io.syncline.cli.remote;

import io.syncline.cli.screen.Table;
import io.syncline.cli.screen.Table.Column;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/**
 * A conflict as a person reads it.
 *
 * @param output where it is told
 * @param whole what the server said
 */
record SideBySide(Output output, JsonNode whole) {
    private static final String MARK = "!";

    void tell() {
        String ours = Cells.of(whole.path("ours"), "name");
        String theirs = Cells.of(whole.path("theirs"), "name");
        output.line(
                "%s %s%s: waits since %s, %s"
                        .formatted(
                                Cells.of(whole, "table"),
                                Cells.of(whole, "key"),
                                whole.has("key_at_source")
                                        ? " (%s at %s)"
                                                .formatted(Cells.of(whole, "key_at_source"), ours)
                                        : "",
                                Cells.time(whole, "since"),
                                Cells.of(whole, "state")));
        output.line("");
        Table rows =
                new Table(
                        Column.word(" "),
                        Column.text("FIELD"),
                        Column.text("AGREED"),
                        Column.text("OURS: " + ours),
                        Column.text("THEIRS: " + theirs));
        for (JsonNode field : whole.path("fields")) {
            boolean masked = field.path("masked").asBoolean();
            String told = field.path("equal").asBoolean() ? "(equal)" : "(differs)";
            rows.row(
                    field.path("conflicted").asBoolean() ? MARK : " ",
                    Cells.of(field, "name"),
                    masked ? "(masked)" : Cells.of(field, "base"),
                    masked ? told : Cells.of(field, "ours"),
                    masked ? told : Cells.of(field, "theirs"));
        }
        output.table(rows);
        absent("ours");
        absent("theirs");
        changes();
        questions();
        related();
        new InTheWay(output, whole).tell();
        choices(ours, theirs);
    }

    private void absent(String side) {
        if (!whole.path(side).path("there").asBoolean()) {
            output.line(Cells.of(whole.path(side), "name") + " does not have the row.");
        }
    }

    private void changes() {
        output.line("");
        for (String side : new String[] {"ours", "theirs"}) {
            String who = Cells.of(whole.path(side), "edited_by");
            if (!who.equals(Cells.NONE)) {
                output.line("%s was edited last by %s".formatted(side, who));
            }
        }
        for (JsonNode field : whole.path("fields")) {
            if (field.path("conflicted").asBoolean()) {
                for (String side : new String[] {"ours", "theirs"}) {
                    JsonNode changed = field.path(side + "_changed");
                    if (changed.isObject()) {
                        output.line(
                                "%s of %s was changed %s by %s"
                                        .formatted(
                                                Cells.of(field, "name"),
                                                side,
                                                Cells.time(changed, "at"),
                                                Cells.of(changed, "by")));
                    }
                }
            }
        }
    }

    private void related() {
        for (JsonNode row : whole.path("related")) {
            String name = Cells.of(row, "table") + " " + Cells.of(row, "key");
            if (row.path("refused").isString()) {
                output.line(name + " cannot be shown: " + Cells.of(row, "refused"));
                continue;
            }
            output.line("");
            output.line("beside it, " + name + ":");
            Table table =
                    new Table(Column.text("FIELD"), Column.text("OURS"), Column.text("THEIRS"));
            Set<String> fields = new LinkedHashSet<>();
            fields.addAll(row.path("ours").propertyNames());
            fields.addAll(row.path("theirs").propertyNames());
            fields.forEach(
                    field ->
                            table.row(
                                    Cells.plain(field),
                                    Cells.of(row.path("ours"), field),
                                    Cells.of(row.path("theirs"), field)));
            output.table(table);
        }
    }

    private void questions() {
        for (JsonNode question : whole.path("questions")) {
            String about = Cells.of(question, "fields");
            output.line(
                    "%s of %s: %s %s"
                            .formatted(
                                    Cells.of(question, "kind"),
                                    about.equals(Cells.NONE) ? "the row" : about,
                                    Cells.of(question, "rule"),
                                    Cells.of(question, "because")));
        }
        JsonNode proposal = whole.path("proposal");
        if (proposal.isObject()) {
            output.line(
                    "%s proposes %s: %s"
                            .formatted(
                                    Cells.of(proposal, "by"),
                                    Cells.of(proposal, "choice"),
                                    Cells.of(proposal, "reason")));
        }
    }

    private void choices(String ours, String theirs) {
        output.line("");
        if (!whole.path("decidable").asBoolean()) {
            output.line(
                    "The sync does not run, so nothing can be decided now: syncline sync resume "
                            + Cells.of(whole, "sync_id"));
            return;
        }
        Table table =
                new Table(
                        Column.word("CHOICE"),
                        Column.text("CHANGES AT " + ours),
                        Column.text("CHANGES AT " + theirs));
        for (JsonNode choice : whole.path("choices")) {
            String refused = Cells.of(choice, "refused");
            table.row(
                    Cells.of(choice, "choice"),
                    choice.has("at_ours") ? step(choice.path("at_ours")) : refused,
                    choice.has("at_theirs") ? step(choice.path("at_theirs")) : "");
        }
        table.row("merge -f FILE", "the fields of the file", "the same");
        table.row("skip", "nothing: it stays open", "nothing");
        output.table(table);
        output.line("");
        output.line("Settle it with a choice, such as:");
        output.line(
                "  syncline conflicts resolve %s --take ours --if-match %s"
                        .formatted(Cells.of(whole, "conflict_id"), Cells.of(whole, "etag")));
    }

    /** What would become of the row at an end, in words. */
    static String step(JsonNode step) {
        if (!step.path("there_after").asBoolean()) {
            return step.path("there_before").asBoolean() ? "the row is deleted" : "nothing";
        }
        StringJoiner told = new StringJoiner(", ");
        for (JsonNode change : step.path("changes")) {
            String name = Cells.of(change, "field");
            told.add(
                    change.path("masked").asBoolean()
                            ? name + " (masked)"
                            : name + " = " + Cells.of(change, "after"));
        }
        String made = step.path("there_before").asBoolean() ? "" : "the row is made: ";
        return told.length() == 0 ? "nothing" : made + told;
    }
}
