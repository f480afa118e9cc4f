package io.syncline.testkit.world;

import java.util.List;

/** Ways to get the engine's rules wrong, a line each. */
final class EngineFaults {
    static final String MIRROR = "engine/src/main/java/io/syncline/engine/mirror/";
    private static final String STORE = "engine/src/main/java/io/syncline/engine/store/";
    static final String MEMORY = "testkit/src/main/java/io/syncline/testkit/memory/";

    private EngineFaults() {}

    /** Of changes of one row that become one. */
    static List<Edit> ofFolding() {
        return List.of(
                new Edit(
                        "an insert and a delete fold to nothing",
                        MIRROR + "Net.java",
                        "for (Change change : work.changes()) { changes.merge(change.id(), change, this::again)",
                        "for (Change change : work.changes()) { changes.merge(change.id(), change, (one, two) -> one.before().isAbsent()"
                                + " && two.after().isAbsent() ? null : Fold.of(one, two))"),
                new Edit(
                        "the earlier of two changes wins",
                        MIRROR + "Fold.java",
                        "first.before(), after(first.after(), second.after()),",
                        "first.before(), first.after(),"),
                new Edit(
                        "fields that nobody told are lost in folding",
                        MIRROR + "Fold.java",
                        "Image.whole(whole.overlaid(known))",
                        "Image.whole(known)"),
                new Edit(
                        "a parked row forgets what it is parked with",
                        MIRROR + "BulkWrites.java",
                        "parked == null ? change : Fold.of(parked, change); if (parked != null)",
                        "change; if (parked != null)"));
    }

    /** Of checkpoints and what they cover. */
    static List<Edit> ofCheckpoints() {
        return List.of(
                new Edit(
                        "the checkpoint is stored first",
                        MIRROR + "BulkWrites.java",
                        "List<Outcome> outcomes = target.apply(writes, fence);",
                        "target.apply(List.of(), fence);"
                                + " List<Outcome> outcomes = target.apply(writes, fence);"),
                new Edit(
                        "a shard that failed goes on with the next batch",
                        MIRROR + "Shard.java",
                        "failure = e instanceof RuntimeException known ? known"
                                + " : new IllegalStateException(e);"
                                + " } changed.run(); return Next.Done.DONE;",
                        "queue.done(works); } changed.run(); return Next.Again.AGAIN;"),
                new Edit(
                        "the source may forget what was only handed over",
                        MIRROR + "Delivery.java",
                        "return Places.least(source, allStored());",
                        "return routed;"),
                new Edit(
                        "the source may forget what the fastest shard has",
                        MIRROR + "Mirror.java",
                        "Position safe = stored();",
                        "Position safe = delivery.latest();"),
                new Edit(
                        "the source may forget while a snapshot runs",
                        MIRROR + "Mirror.java",
                        "(copied() || asTheyAre) && !safe.equals(acknowledged)",
                        "!safe.equals(acknowledged)"));
    }

    /** Of barriers and the order of a row's changes. */
    static List<Edit> ofOrder() {
        return List.of(
                new Edit(
                        "a truncation does not wait for the shards",
                        MIRROR + "Mirror.java",
                        "!(act instanceof Act.Route) && !settled()",
                        "act instanceof Act.Align && !settled()"),
                new Edit(
                        "a key change is an ordinary change",
                        MIRROR + "Intake.java",
                        "boolean moves = told.from() != null",
                        "boolean moves = false"),
                new Edit(
                        "deletes go to another shard",
                        MIRROR + "Delivery.java",
                        "parts.get(shardOf(change.id())).add(change)",
                        "parts.get(change.after().isAbsent() ? 0 : shardOf(change.id()))"
                                + ".add(change)"),
                new Edit(
                        "a repeated key change is laid over what is there",
                        MIRROR + "SingleWrites.java",
                        "Change whole = completed(change);",
                        "Change whole = change;"),
                new Edit(
                        "a row is looked up before it can be seen",
                        MIRROR + "SourceRows.java",
                        "lookup.current(ids, ((Source) source).head())",
                        "lookup.current(ids, null)"));
    }

    /** Of what a restart repeats and skips. */
    static List<Edit> ofRestarts() {
        return List.of(
                new Edit(
                        "what the fastest shard has is skipped for all",
                        MIRROR + "Replay.java",
                        "source.covers(storedFor.apply(change), end)",
                        "source.covers(latest, end)"),
                new Edit(
                        "the stream begins after the latest checkpoint",
                        MIRROR + "FlowSetup.java",
                        "Places.least(reading(), places)",
                        "Places.latest(reading(), places)"),
                new Edit(
                        "other shards begin at the latest checkpoint",
                        MIRROR + "Bridge.java",
                        "Places.least(source, places)",
                        "Places.latest(source, places)"),
                new Edit(
                        "an earlier owner still notes things",
                        STORE + "MemoryStore.java",
                        "flow.epoch != epoch",
                        "flow.epoch < epoch"),
                new Edit(
                        "an earlier owner still writes",
                        MEMORY + "MemoryTarget.java",
                        "owner == null || owner.epoch != epoch",
                        "owner == null || owner.epoch < epoch"));
    }

    /** Of rows that do not go to the target, and of those that a rule refuses. */
    static List<Edit> ofShapes() {
        return List.of(
                new Edit(
                        "a row that leaves before the first chunk is forgotten",
                        MIRROR + "Intake.java",
                        "told.after().isAbsent() || shaped instanceof Shaped.Gone",
                        "told.after().isAbsent()"),
                new Edit(
                        "a chunk hides changes of rows that it leaves out",
                        MIRROR + "ChunkRead.java",
                        "case Shaped.Gone _, Shaped.Skip _ -> {}",
                        "case Shaped.Gone _, Shaped.Skip _ -> made.ids.add(id);"),
                new Edit(
                        "a row that leaves is not taken away",
                        MIRROR + "Intake.java",
                        "meter.left(); put(change, moves);",
                        "meter.left();"),
                new Edit(
                        "a refused row that is mended is refused for good",
                        MIRROR + "Net.java",
                        "work.changes().forEach(change -> bad.remove(change.id()));",
                        ""),
                new Edit(
                        "what comes after a refusal is handed over before it",
                        MIRROR + "Intake.java",
                        "if (!bad.isEmpty() && bad.stream()",
                        "if (bad.isEmpty() && bad.stream()"),
                new Edit(
                        "a row that is looked at again counts as one that never was",
                        MIRROR + "SourceRows.java",
                        "shape.appendOnly() ? Image.absent() : NOTHING_KNOWN",
                        "Image.absent()"),
                new Edit(
                        "refused rows of an emptied table stay parked",
                        MIRROR + "Shard.java",
                        "parking.emptied(collections);",
                        ""),
                new Edit(
                        "what a rule refuses is dropped",
                        MIRROR + "BulkWrites.java",
                        "net.takeBad().forEach(this::park);",
                        "net.takeBad();"),
                new Edit(
                        "a refused row that moved stays at its old key",
                        MIRROR + "Intake.java",
                        "if (from != null) {",
                        "if (false) {"),
                new Edit(
                        "a row that was asked for and is gone goes from its new key",
                        MIRROR + "Shaping.java",
                        "from != null && now.isAbsent() ? from : change.id()",
                        "change.id()"));
    }

    /** Of guards, and of what was missed. */
    static List<Edit> ofGuards() {
        return List.of(
                new Edit(
                        "what was missed is not healed",
                        MIRROR + "Guarding.java",
                        "if (holds.healing()) {",
                        "if (false) {"),
                new Edit(
                        "after lost log the old checkpoints stand",
                        MIRROR + "Bridge.java",
                        "if (holds.broken()) {",
                        "if (false) {"),
                new Edit(
                        "healing overlooks rows that only the target has",
                        MIRROR + "Heal.java",
                        "found.addAll(part.extra());",
                        ""),
                new Edit(
                        "healing overlooks rows that differ",
                        MIRROR + "Heal.java",
                        "found.addAll(part.others());",
                        ""),
                new Edit(
                        "the log is let go and nobody remembers",
                        MIRROR + "Guarding.java",
                        "holds.detach(why);",
                        ""),
                new Edit(
                        "the brake is not pulled",
                        MIRROR + "Brake.java",
                        "if (!tripped && deletes.tooMany()) {",
                        "if (false) {"),
                new Edit(
                        "a released brake is never pulled again",
                        MIRROR + "Brake.java",
                        "if (!tripped && deletes.tooMany()) {",
                        "if (!tripped && free == null && deletes.tooMany()) {"));
    }

    /** Of tables that change, that are taken out and in, and that are brought again. */
    static List<Edit> ofTables() {
        return List.of(
                new Edit(
                        "what a table's change gave to its rows is not copied",
                        MIRROR + "Evolving.java",
                        "verdict.layout() != null && again(verdict)",
                        "false"),
                new Edit(
                        "a table is copied before the stream has passed its change",
                        MIRROR + "SnapshotRun.java",
                        "return early ||",
                        "return"),
                new Edit(
                        "rows of a new layout are taken by the old one",
                        MIRROR + "Intake.java",
                        "if (relayouts.news(layout)) {",
                        "if (false) {"),
                new Edit(
                        "a table that is taken in again is not swept",
                        "engine/src/main/java/io/syncline/engine/evolve/Verdict.java",
                        "agreed.standing(Agreed.Standing.TO_BE_SWEPT)",
                        "agreed.standing(Agreed.Standing.COPIED)"),
                new Edit(
                        "a sweep overlooks rows that only the target has",
                        MIRROR + "Sweep.java",
                        "if (!belongs(shape, here.get(i))) {",
                        "if (false) {"),
                new Edit(
                        "a restart forgets which rows are to be looked at again",
                        MIRROR + "Stretches.java",
                        "kept == null ? List.of() : kept.lines().map(Stretch::of).toList()",
                        "List.of()"),
                new Edit(
                        "what is looked at again is compared before it can be seen",
                        MIRROR + "Comparing.java",
                        "toldIsSeen(); Suspects one",
                        "Suspects one"),
                new Edit(
                        "the brake keeps back the names of what cannot be seen yet",
                        MIRROR + "Brake.java",
                        "if (onlyNames(batch))",
                        "if (false)"));
    }

    /** Of transactions that are kept whole. */
    static List<Edit> ofTransactions() {
        return List.of(
                new Edit(
                        "a transaction that goes on is committed with those before",
                        MIRROR + "Whole.java",
                        "rows(works.subList(0, whole)); commit(end);",
                        "rows(works); commit(end); whole = works.size();"),
                new Edit(
                        "what stands alone is seen before the rest of its transaction",
                        MIRROR + "Whole.java",
                        "settle(); apart(act);",
                        "settle(); apart(act); inside.commit(place);"),
                new Edit(
                        "a part is committed when it is written",
                        MIRROR + "Whole.java",
                        "partial = open; rows(works.subList(whole, works.size()));",
                        "partial = open; rows(works.subList(whole, works.size()));"
                                + " if (open) { inside.commit(place); }"),
                new Edit(
                        "a key change takes along what was looked up at its old key",
                        MIRROR + "Whole.java",
                        "ahead.rows(() -> place)",
                        "_ -> null"));
    }

    /** Of reading in bulk, as a source must not do it. */
    static List<Edit> ofBulk() {
        return List.of(
                new Edit(
                        "a slot follows what was read, not what was acknowledged",
                        MEMORY + "MemoryBulk.java",
                        "long wanted = durable;",
                        "long wanted = ahead;"),
                new Edit(
                        "pieces are read from the flow's own slot",
                        MEMORY + "MemoryBulk.java",
                        "ahead += count;",
                        "ahead += count; database.moveSlot(flow, ahead);"),
                new Edit(
                        "pieces begin where the slot stands, not behind what was told",
                        MEMORY + "MemoryBulk.java",
                        "ahead = Math.max(ahead, from);",
                        ""),
                new Edit(
                        "a piece that did not arrive is passed over",
                        MEMORY + "MemoryBulk.java",
                        "failure = e;",
                        ""),
                new Edit(
                        "the transaction at the turn to the stream is passed over",
                        MEMORY + "MemoryReader.java",
                        "bulk = null; owner.streams",
                        "bulk = null; at = Math.min(at + 1, size()); owner.streams"),
                new Edit(
                        "the transaction at the turn to the stream is told again",
                        MEMORY + "MemoryReader.java",
                        "bulk = null; owner.streams",
                        "bulk = null; at = Math.max(at - 1, 0); owner.streams"),
                new Edit(
                        "the transaction at the turn to pieces is passed over",
                        MEMORY + "MemoryReader.java",
                        "bulk = ahead(); if (bulk != null) {",
                        "at = Math.min(at + 1, size()); bulk = ahead(); if (bulk != null) {"),
                new Edit(
                        "reading turns within a transaction, whose rest is dropped",
                        MEMORY + "MemoryReader.java",
                        "if (parts.isEmpty()) { turn(); }",
                        "MemoryBulk was = bulk; turn(); if (was != bulk) { parts.clear(); }"));
    }
}
