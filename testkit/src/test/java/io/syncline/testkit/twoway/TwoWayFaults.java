package io.syncline.testkit.twoway;

import io.syncline.testkit.world.Edit;
import java.util.List;

/** Each of these switches a part of a rule of the two-way loop off. */
final class TwoWayFaults {
    private static final String LOOP = "engine/src/main/java/io/syncline/engine/reconcile/";
    private static final String PAIR = "engine/src/main/java/io/syncline/engine/pair/";
    private static final String STORE = "engine/src/main/java/io/syncline/engine/store/";
    private static final String MERGE = "core/src/main/java/io/syncline/core/merge/";

    private static final String LINKS = "engine/src/main/java/io/syncline/engine/twoway/";

    private static final String PRACTICE =
            "engine/src/main/java/io/syncline/engine/facing/Practice.java";

    private TwoWayFaults() {}

    /** What the ends' applications expect. */
    static List<Edit> ofConventions() {
        return List.of(
                new Edit(
                        "a row that is marked as deleted is there",
                        PRACTICE,
                        "row != null && mark != null && mark.on(row) ? Image.absent() : own",
                        "own"),
                new Edit(
                        "a row is deleted where it is to be marked",
                        PRACTICE,
                        "if (mark == null || there == null) {",
                        "if (mark == null || there != null) {"),
                new Edit(
                        "a row that comes back stays marked",
                        PRACTICE,
                        "mark != null && (there == null || mark.on(there))",
                        "mark != null && there == null"),
                new Edit(
                        "a write is not counted",
                        PRACTICE,
                        "if (version != null) { more.put(version.name(), next",
                        "if (version == null) { more.put(\"n\", next"),
                new Edit(
                        "a mark ends a row for good",
                        PAIR + "Told.java",
                        "change.after().isAbsent() ? read : goneAfter",
                        "read"),
                new Edit(
                        "marks are not counted as deletes",
                        LOOP + "Intake.java",
                        "end.facing().meant(change)",
                        "change"));
    }

    /** Decide first, deliver after; nothing is merged twice. */
    static List<Edit> ofDecisions() {
        return List.of(
                new Edit(
                        "what is decided is not durable before it is delivered",
                        LOOP + "Round.java",
                        "parts.pairs().decide(parts.flow(), parts.epoch(), number, decisions, unsettled);",
                        ""),
                new Edit(
                        "nothing is noted in the history",
                        LOOP + "Round.java",
                        "after, judge.tells(after) ? judge.episode(number, now) : null",
                        "after, null"),
                new Edit(
                        "what differs from the base counts as an edit",
                        LOOP + "Sides.java",
                        "now, half.seen(), dirt",
                        "now, java.util.Objects.requireNonNull(pair.base().image()), dirt"),
                new Edit(
                        "an edit of what is owed replaces it unasked",
                        LOOP + "Sides.java",
                        "debt == null ? Set.of() : debt.fields()",
                        "Set.of()"),
                new Edit(
                        "a value that was stored otherwise is delivered again",
                        LOOP + "Judge.java",
                        "if (!stored) { owed.add(name); }",
                        "owed.add(name);"),
                new Edit(
                        "what a round could not write counts as paid once it is settled",
                        LOOP + "Delivered.java",
                        "if (!paid && (pair.owes() || !pair.equals(kept)))",
                        "if (!paid && !pair.equals(kept))"),
                new Edit(
                        "what a crash has left owing is paid by the settlement of other rows",
                        LOOP + "Opening.java",
                        "known.add(now);",
                        "if (!now.equals(owing)) { known.add(now); }"),
                new Edit(
                        "a round writes while nobody knows what became of the one before",
                        LOOP + "Reconcile.java",
                        "if (going.decided()) {",
                        "if (going.isLast()) {"),
                new Edit(
                        "a row is looked at before it is noted what became of it",
                        LOOP + "Rounds.java",
                        "if (leaving != null) {",
                        "if (leaving == going) {"),
                new Edit(
                        "two rounds deal with a row at once",
                        LOOP + "Rounds.java",
                        ".filter(each -> !busy.contains(each.id()))",
                        ""),
                new Edit(
                        "a sum counts what was agreed twice",
                        MERGE + "Lift.java",
                        "return carried(rules.rule(name), name, agreed, then, here);",
                        "return here;"));
    }

    /** Reads that are new enough, writes that are conditional. */
    static List<Edit> ofReadsAndWrites() {
        return List.of(
                new Edit(
                        "a row is read before what made it dirty is visible",
                        LOOP + "Look.java",
                        "end.lookup().current(own, read.get(which))",
                        "end.lookup().current(own, null)"),
                new Edit(
                        "a write demands nothing",
                        LOOP + "Writing.java",
                        "new Expect.Unchanged(seen.token())",
                        "Expect.any()"),
                new Edit(
                        "a refused row is not looked at again",
                        LOOP + "Round.java",
                        "case Outcome.Refused refused -> { again.add(id);",
                        "case Outcome.Refused refused -> {"));
    }

    /** Times, values, and rows that come, go and move. */
    static List<Edit> ofValues() {
        return List.of(
                new Edit(
                        "an edit that the log has not told is as old as the last that it has",
                        PAIR + "Told.java",
                        "boolean told = then != null && value.equals(then.get(name));",
                        "boolean told = then != null;"),
                new Edit(
                        "two edits are compared before both logs have told them",
                        LOOP + "Judge.java",
                        "return !merged.clean() && (named",
                        "return false && (named"),
                new Edit(
                        "the sync's own write counts as an edit",
                        LOOP + "Intake.java",
                        "change.origin().equals(own),",
                        "false,"),
                new Edit(
                        "a key that is changed is a row that goes and one that comes",
                        LOOP + "Intake.java",
                        "known.movedFrom(left)",
                        "known"),
                new Edit(
                        "the sync's own change of a key counts as one",
                        LOOP + "Intake.java",
                        "left != null && !change.origin().equals(own)",
                        "left != null"),
                new Edit(
                        "a row of the old key is taken for the one that was given another",
                        LOOP + "Moves.java",
                        "return shows(which, id) && told(id).told(which).goneAfter() != null;",
                        "return false;"),
                new Edit(
                        "a row is as old as its latest field",
                        PAIR + "Told.java",
                        "Version changed = told ? times.of(name) : null;",
                        "Version changed = told ? times.row() : null;"),
                new Edit(
                        "a row that was deleted and made again is the one it was",
                        PAIR + "Told.java",
                        "return goneAfter != null && latest != null;",
                        "return false;"),
                new Edit(
                        "a row that moves is left at its old key",
                        LOOP + "Intake.java",
                        "RowId from = change.from();",
                        "RowId from = change.version() == null ? change.id() : null;"),
                new Edit(
                        "two new rows of one key are mixed",
                        MERGE + "Merge.java",
                        "if (policy == RowPolicy.OnInsert.UNION)",
                        "if (policy != RowPolicy.OnInsert.OURS)"),
                new Edit(
                        "what an end has stored is not asked",
                        LOOP + "Delivered.java",
                        "stored == null ? now",
                        "stored != null ? now"));
    }

    /** The set of dirty rows, and who owns it. */
    static List<Edit> ofDirt() {
        return List.of(
                new Edit(
                        "a row that could not be settled is not durably dirty",
                        LOOP + "Leaving.java",
                        "parts.pairs().settle(parts.flow(), parts.epoch(), settlement);",
                        "parts.pairs().settle(parts.flow(), parts.epoch(), new io.syncline.engine.pair.Settlement("
                                + "settlement.round(), settlement.pairs(), settlement.given(), settlement.clean(), java.util.List.of(), settlement.places()));"),
                new Edit(
                        "the places pass rows that were not looked at",
                        LOOP + "Rounds.java",
                        "boolean last = dirty.fresh().isEmpty();",
                        "boolean last = true;"),
                new Edit(
                        "nothing is read while a row waits",
                        LOOP + "Reconcile.java",
                        "if (fresh.isEmpty() ||",
                        "if (fresh.isEmpty() && dirty.nothingWaits() ||"),
                new Edit(
                        "what is told of a row that waits makes one forget what was told before",
                        LOOP + "Backlog.java",
                        "return before == null ? dirt : dirt.after(before.dirt());",
                        "return dirt;"),
                new Edit(
                        "whatever the sync's own transactions did counts as known",
                        LOOP + "Intake.java",
                        "echoes.tellNothing(end.which(), id, end.facing().shared(id, change.after()))",
                        "true"),
                new Edit(
                        "what the log tells of an own write need not be what was stored",
                        LOOP + "Echoes.java",
                        "told.within(known)",
                        "true"),
                new Edit(
                        "a conflicted field counts as seen",
                        LOOP + "Judge.java",
                        "Rows.keeping(side(which).now(), seenBefore(which), frozen)",
                        "side(which).now()"),
                new Edit(
                        "what is in conflict is written all the same",
                        LOOP + "Judge.java",
                        "value != null && !frozen.contains(name) && !value.equals(wanted.at(i))",
                        "value != null && !value.equals(wanted.at(i))"),
                new Edit(
                        "a row that goes back and forth is dealt with at once each time",
                        LOOP + "PingPong.java",
                        "resting.put(id, nanos + rest);",
                        ""),
                new Edit(
                        "rows that are edited all the time keep those waiting that are counted",
                        LOOP + "Rounds.java",
                        "(parts.rowsMax() + 1) / 2",
                        "parts.rowsMax()"),
                new Edit(
                        "a conflict is never looked at again",
                        LOOP + "Judge.java",
                        "if (before != null && before.same(now)) {",
                        "if (before != null) {"),
                new Edit(
                        "an earlier owner still decides",
                        STORE + "MemoryPairs.java",
                        "fencing.check(flow, epoch);",
                        ""));
    }

    /**
     * What is claimed: an effect is made once, and nothing goes by what was agreed at another time.
     */
    static List<Edit> ofClaims() {
        return List.of(
                new Edit(
                        "what a restored store knows is taken for agreed",
                        LOOP + "Opening.java",
                        "pairs.doubt(flow, epoch);",
                        ""),
                new Edit(
                        "a log that has told all it will is waited for",
                        LOOP + "Untold.java",
                        "return !covers(Which.OURS, read, before) || !covers(Which.THEIRS, read, before);",
                        "return true;"),
                new Edit(
                        "a new row is taken for one that the other end deleted",
                        LOOP + "Strangers.java",
                        "guessed.add(dirt.id());",
                        ""),
                new Edit(
                        "one end's rows are not counted when log is lost",
                        LOOP + "Census.java",
                        "add(theirs, THEIRS);",
                        ""),
                new Edit(
                        "what was delivered before a crash is not found in the receipt",
                        LOOP + "Opening.java",
                        "receipt != null && receipt.pays(half.debt())",
                        "receipt != null && half.debt() == null"),
                new Edit(
                        "a stale write counts as made",
                        LOOP + "Writing.java",
                        "if (!(outcomes.get(i) instanceof Outcome.Applied)) { left.add",
                        "if (outcomes.get(i) instanceof Outcome.Refused) { left.add"),
                new Edit(
                        "an old receipt counts for a new debt",
                        LOOP + "Receipt.java",
                        "debt.round() == round && ",
                        ""));
    }

    /** Rows that others refer to. */
    static List<Edit> ofFamilies() {
        return List.of(
                new Edit(
                        "a delete takes along whatever refers to the row",
                        LOOP + "Writing.java",
                        "transaction.keep(Set.copyOf(end.collections()));",
                        ""),
                new Edit(
                        "what nothing is in the way of any more waits on",
                        LOOP + "Blocking.java",
                        "look.addAll(free == null ? Set.of() : free);",
                        ""));
    }

    /** What people decide, and of what. */
    static List<Edit> ofPeople() {
        return List.of(
                new Edit(
                        "a decision counts whatever was shown",
                        LOOP + "Hearing.java",
                        "return waits(id) && judge.review(millis).tag().equals(tag);",
                        "return waits(id);"),
                new Edit(
                        "who proposed it may confirm it",
                        LOOP + "Hearing.java",
                        "proposal != null && proposal.by().equals(wish.by())",
                        "proposal == null"),
                new Edit(
                        "an undo takes back what was changed since",
                        LOOP + "Hearing.java",
                        "expected != null && !alike(merged.image(), expected, wish)",
                        "wish == null"),
                new Edit(
                        "a person's word is as old as the value",
                        LOOP + "Act.java",
                        "row == null || !decides()",
                        "true"),
                new Edit(
                        "a proposal outlives what it was for",
                        LOOP + "Judge.java",
                        ": now.with(care.proposing(null));",
                        ": now;"),
                new Edit(
                        "an answer is given to what is not durable",
                        LOOP + "Audience.java",
                        "answers.put( id,",
                        "errand.answer(answer); answers.put( id,"));
    }

    /** Rows that both ends number. */
    static List<Edit> ofLinks() {
        return List.of(
                new Edit(
                        "a row's name is not durable before it is used",
                        LINKS + "LinkedKeys.java",
                        "links.add(flow, collection, added);",
                        "added.forEach((here, there) -> { known.put(new Name(collection, Which.OURS,"
                                + " here), there); known.put(new Name(collection, Which.THEIRS,"
                                + " there), here); });"),
                new Edit(
                        "what refers to a row keeps the other end's number",
                        "engine/src/main/java/io/syncline/engine/facing/Crossings.java",
                        "to == null",
                        "to == null || !key.contains(link.field().name())"),
                new Edit(
                        "rows that say what others say are linked to one of them",
                        LINKS + "Matching.java",
                        "if (each.more > 0) {",
                        "if (each.more > 9) {"),
                new Edit(
                        "rows are linked that say nothing",
                        "engine/src/main/java/io/syncline/engine/facing/LinkedRows.java",
                        "told == null || named && told instanceof Value.Null",
                        "told == null"));
    }
}
