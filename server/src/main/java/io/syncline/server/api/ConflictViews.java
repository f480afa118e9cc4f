package io.syncline.server.api;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.merge.Conflict;
import io.syncline.core.merge.RuleSpec;
import io.syncline.core.merge.Ruling;
import io.syncline.engine.pair.Care;
import io.syncline.engine.pair.ReviewId;
import io.syncline.engine.review.Preview;
import io.syncline.engine.review.Shown;
import io.syncline.engine.sync.Obstacle;
import io.syncline.engine.sync.RefusingEnd;
import io.syncline.engine.sync.RelatedRow;
import io.syncline.engine.sync.ReviewDesk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes conflicts in the words of the interface. Of what is masked no value is written. */
final class ConflictViews {
    private static final String TABLE = "table";
    private static final String FIELDS = "fields";

    private ConflictViews() {}

    /** What a conflict is called among those of all syncs. */
    static String id(ReviewDesk desk, ReviewId id) {
        return desk.name() + "." + id.text();
    }

    static void row(ObjectNode into, RowId row) {
        into.put(TABLE, row.collection());
        ArrayNode key = into.putArray("key");
        row.key().forEach(value -> key.add(Views.text(value)));
    }

    /** What the source calls a row, if that is something else. */
    static void atSource(ObjectNode into, @Nullable RowId here) {
        if (here != null) {
            ArrayNode key = into.putArray("key_at_source");
            here.key().forEach(value -> key.add(Views.text(value)));
        }
    }

    /** A conflict as a list has it. */
    static void brief(ObjectNode into, ReviewDesk desk, Shown shown) {
        into.put("conflict_id", id(desk, shown.id()));
        into.put("sync_id", desk.definition().id());
        row(into, shown.row());
        into.put("state", Views.word(shown.state()));
        into.put("since", Views.time(shown.sinceMillis()));
        ArrayNode kinds = into.putArray("kinds");
        shown.questions().stream()
                .map(each -> Views.word(each.kind()))
                .distinct()
                .forEach(kinds::add);
        ArrayNode names = into.putArray("conflicting_fields");
        shown.questions().stream()
                .flatMap(each -> each.fields().stream())
                .distinct()
                .forEach(names::add);
        into.put("etag", shown.tag());
        into.put("assigned_to", shown.care().assignedTo());
        Long due = shown.care().dueMillis();
        into.put("due_at", due == null ? null : Views.time(due));
        Care.Proposal proposal = shown.care().proposal();
        into.put("proposed_by", proposal == null ? null : proposal.by());
    }

    /** The whole conflict, but for what its choices would do. */
    static void whole(ObjectNode into, ReviewDesk desk, Shown shown) {
        brief(into, desk, shown);
        into.putObject("ours")
                .put("name", desk.leg().source().name())
                .put("there", shown.oursThere())
                .put("edited_by", shown.makers().ours());
        into.putObject("theirs")
                .put("name", desk.leg().destination().name())
                .put("there", shown.theirsThere())
                .put("edited_by", shown.makers().theirs());
        ArrayNode fields = into.putArray(FIELDS);
        for (Shown.Field field : shown.fields()) {
            ObjectNode one =
                    fields.addObject()
                            .put("name", field.name())
                            .put("conflicted", field.conflicted())
                            .put("masked", field.masked())
                            .put("equal", field.equal())
                            .put("base", text(field.base()))
                            .put("ours", text(field.ours()))
                            .put("theirs", text(field.theirs()));
            changed(one, "ours_changed", field.oursChanged());
            changed(one, "theirs_changed", field.theirsChanged());
        }
        ArrayNode questions = into.putArray("questions");
        for (Shown.Question question : shown.questions()) {
            ObjectNode one = questions.addObject().put("kind", Views.word(question.kind()));
            Views.texts(one.putArray(FIELDS), question.fields());
            one.put("rule", question.rule()).put("because", question.because());
            one.put("proposal", text(question.proposal()));
        }
        proposal(into, shown.care().proposal());
    }

    /** The rows beside it. */
    static void related(ArrayNode into, List<RelatedRow> rows) {
        for (RelatedRow each : rows) {
            ObjectNode one = into.addObject();
            row(one, each.id());
            values(one, "ours", each.ours());
            values(one, "theirs", each.theirs());
            Views.texts(one.putArray("masked"), each.masked());
            one.put("refused", each.refused());
        }
    }

    /** The ends that refuse it, and the rows that are in the way there. */
    static void inTheWay(ArrayNode into, ReviewDesk desk, List<RefusingEnd> ends) {
        for (RefusingEnd end : ends) {
            ObjectNode one = into.addObject().put("end", end.name());
            values(one, "wanted", end.wanted());
            ArrayNode rows = one.putArray("rows");
            for (Obstacle each : end.obstacles()) {
                ObjectNode row = rows.addObject();
                row(row, each.id());
                atSource(row, each.atSource());
                Views.texts(row.putArray(FIELDS), each.fields());
                values(row, "values", each.values());
                Views.texts(row.putArray("masked"), each.masked());
                row.put("outside", each.outside());
                ReviewId waits = each.waits();
                row.put("conflict_id", waits == null ? null : id(desk, waits));
            }
            Views.texts(one.putArray("unasked"), end.unasked());
            one.put("refused", end.refused());
        }
    }

    private static void values(ObjectNode into, String name, @Nullable Map<String, Value> values) {
        if (values == null) {
            into.putNull(name);
        } else {
            ObjectNode fields = into.putObject(name);
            values.forEach((field, value) -> fields.put(field, text(value)));
        }
    }

    private static void changed(ObjectNode into, String name, @Nullable Version version) {
        if (version == null) {
            into.putNull(name);
        } else {
            into.putObject(name)
                    .put("at", Views.time(version.millis()))
                    .put("by", version.replica().name());
        }
    }

    private static void proposal(ObjectNode into, Care.@Nullable Proposal proposal) {
        if (proposal == null) {
            into.putNull("proposal");
            return;
        }
        ObjectNode node =
                into.putObject("proposal")
                        .put("by", proposal.by())
                        .put("reason", proposal.reason())
                        .put("at", Views.time(proposal.millis()));
        node.put(
                "choice",
                switch (proposal.ruling()) {
                    case Ruling.Keep(var which) -> Views.word(which);
                    case Ruling.Proposed _, Ruling.ByHand _ -> "merge";
                    case Ruling.ByStrategy _ -> "strategy";
                });
        if (proposal.ruling() instanceof Ruling.ByStrategy(RuleSpec strategy)) {
            node.put("strategy", strategy.word());
        }
        ObjectNode values = node.putObject("values");
        if (proposal.ruling() instanceof Ruling.ByHand(Map<String, Value> given)) {
            new TreeMap<>(given).forEach((field, value) -> values.put(field, text(value)));
        }
    }

    /** What a choice would write at each end. */
    static void preview(ObjectNode into, ReviewDesk desk, RowId row, Preview preview) {
        step(into.putObject("at_ours"), desk, row, preview.ours());
        step(into.putObject("at_theirs"), desk, row, preview.theirs());
        left(into, preview.left());
    }

    private static void step(ObjectNode into, ReviewDesk desk, RowId row, Preview.Step step) {
        into.put("there_before", !step.before().isAbsent());
        into.put("there_after", !step.after().isAbsent());
        ArrayNode changes = into.putArray("changes");
        for (Preview.FieldStep change : step.changes()) {
            boolean masked = desk.masked(row.collection(), change.name());
            changes.addObject()
                    .put("field", change.name())
                    .put("masked", masked)
                    .put("before", masked ? null : text(change.before()))
                    .put("after", masked ? null : text(change.after()));
        }
    }

    /** What still waits: the paths of conflicts, the row as such as an empty text. */
    static void left(ObjectNode into, List<Conflict> left) {
        Views.texts(into.putArray("left"), left.stream().map(Conflict::path).toList());
    }

    /** What is there of a row now. */
    static void now(
            ObjectNode into,
            ReviewDesk desk,
            RowId row,
            Image ours,
            Image theirs,
            @Nullable Image agreed) {
        ArrayNode fields = into.putArray(FIELDS);
        into.put("ours_there", !ours.isAbsent());
        into.put("theirs_there", !theirs.isAbsent());
        for (String name : names(ours, theirs)) {
            boolean masked = desk.masked(row.collection(), name);
            Value here = value(ours, name);
            Value there = value(theirs, name);
            fields.addObject()
                    .put("name", name)
                    .put("masked", masked)
                    .put("equal", java.util.Objects.equals(here, there))
                    .put("base", masked || agreed == null ? null : text(value(agreed, name)))
                    .put("ours", masked ? null : text(here))
                    .put("theirs", masked ? null : text(there));
        }
    }

    private static List<String> names(Image ours, Image theirs) {
        List<String> names = new ArrayList<>();
        for (Image image : List.of(ours, theirs)) {
            Row row = image.row();
            if (row != null) {
                row.header().names().stream()
                        .filter(each -> !names.contains(each))
                        .forEach(names::add);
            }
        }
        return names;
    }

    private static @Nullable Value value(Image image, String name) {
        Row row = image.row();
        return row == null ? null : row.get(name);
    }

    static @Nullable String text(@Nullable Value value) {
        return value == null ? null : Views.text(value);
    }

    /** Why something cannot be done, as a sentence of its own. */
    static String sentence(String because) {
        return because.isEmpty()
                ? "It cannot be done."
                : Character.toUpperCase(because.charAt(0))
                        + because.substring(1)
                        + (because.endsWith(".") ? "" : ".");
    }
}
