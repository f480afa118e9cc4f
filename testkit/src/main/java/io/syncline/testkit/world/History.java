package io.syncline.testkit.world;

import io.syncline.core.change.Change;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.testkit.memory.Commit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What each row of the source has been, by place of the log. */
final class History {
    /** A row as one transaction left it, or on the way; null is absence. */
    record State(long place, @Nullable Row row) {}

    private final Map<RowId, List<State>> states = new HashMap<>();
    private final BiFunction<RowId, @Nullable Row, @Nullable Row> there;
    private int taken;

    /**
     * @param there a row as it has to stand at the target, or null
     */
    History(BiFunction<RowId, @Nullable Row, @Nullable Row> there) {
        this.there = there;
    }

    /** Takes note of what was committed since. */
    void follow(List<Commit> log) {
        for (; taken < log.size(); taken++) {
            Commit commit = log.get(taken);
            for (Commit.Step step : commit.steps()) {
                switch (step) {
                    case Commit.Step.Emptied(String collection) ->
                            states.forEach(
                                    (id, list) -> {
                                        if (id.collection().equals(collection)) {
                                            list.add(new State(commit.number(), null));
                                        }
                                    });
                    case Commit.Step.Altered altered -> alter(altered, commit.number());
                    case Commit.Step.Row(_, Change full) -> {
                        RowId from = full.from();
                        if (from != null) {
                            add(from, commit.number(), null);
                        }
                        add(full.id(), commit.number(), full.after().row());
                    }
                }
            }
        }
    }

    private void alter(Commit.Step.Altered altered, long place) {
        states.forEach(
                (id, list) -> {
                    Row row = list.getLast().row();
                    if (id.collection().equals(altered.collection()) && row != null) {
                        boolean there = altered.layout() != null;
                        Row now = there ? altered.rewritten().apply(row) : null;
                        list.add(new State(place, now));
                    }
                });
    }

    private void add(RowId id, long place, @Nullable Row row) {
        states.computeIfAbsent(id, _ -> new ArrayList<>(List.of(new State(0, null))))
                .add(new State(place, there.apply(id, row)));
    }

    /** What this row has been, oldest first. */
    List<State> of(RowId id) {
        return states.getOrDefault(id, List.of(new State(0, null)));
    }

    /** The rows that ever were. */
    List<RowId> ids() {
        return List.copyOf(states.keySet());
    }
}
