package io.syncline.testkit.world;

import java.util.List;

/** Ways to get the rules of a first copy wrong, a line each. */
final class CopyFaults {
    private static final String MIRROR = EngineFaults.MIRROR;
    private static final String MEMORY = EngineFaults.MEMORY;

    private CopyFaults() {}

    /** Of the first copy and its stream. */
    static List<Edit> ofSnapshots() {
        return List.of(
                new Edit(
                        "a chunk is judged by its place in the log",
                        MIRROR + "SnapshotRun.java",
                        "if (!showsAllTold(chunk.view())) {",
                        "if (streamed != null && !source.covers(chunk.until(), streamed)) {"),
                new Edit(
                        "a chunk hides changes that it does not show",
                        MIRROR + "Shown.java",
                        "keys.contains(id) && view.sees(transaction)",
                        "keys.contains(id)"),
                new Edit(
                        "a delete before the first chunk is dropped",
                        MIRROR + "SnapshotRun.java",
                        "|| goes && !begun(change.id().collection())",
                        ""),
                new Edit(
                        "the old key of a row that moved is kept",
                        MIRROR + "SnapshotRun.java",
                        "put ? change : Change.of(from, change.before(), Image.absent(),"
                                + " change.version())",
                        "put ? change : null"),
                new Edit(
                        "a chunk counts as applied when it is sent",
                        MIRROR + "ChunkTicket.java",
                        "open.get() == 0",
                        "open.get() >= 0"),
                new Edit(
                        "a chunk is read before what was stored is told again",
                        MIRROR + "Mirror.java",
                        "&& replay.over()",
                        ""),
                new Edit(
                        "a reader does not name what cannot be seen yet",
                        MEMORY + "MemoryReader.java",
                        "for (Commit commit : database.invisibleUpTo(after))",
                        "for (Commit commit : java.util.List.<Commit>of())"));
    }

    /** Of chunks that go to the target as a whole. */
    static List<Edit> ofLoads() {
        return List.of(
                new Edit(
                        "what the stream tells overtakes a chunk on its way",
                        MIRROR + "Mirror.java",
                        "loads.holds(act) ||",
                        ""),
                new Edit(
                        "a chunk goes as a whole beside changes of its rows",
                        MIRROR + "Loads.java",
                        "elsewhere.addAll(told);",
                        ""),
                new Edit(
                        "a refused chunk counts as written",
                        MIRROR + "Shard.java",
                        "chunk.refuse();",
                        "chunk.applied();"));
    }
}
