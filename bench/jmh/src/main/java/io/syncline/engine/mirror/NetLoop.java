package io.syncline.engine.mirror;

import io.syncline.connector.postgres.PostgresLoops;
import io.syncline.core.change.Change;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Changes folded to one for each row, where every second one is of a row that changed before. */
@State(Scope.Thread)
public class NetLoop {
    private List<Work> works = List.of();

    /** Makes the changes. */
    @Setup
    public void make() throws IOException {
        List<Change> half = PostgresLoops.changes().subList(0, PostgresLoops.CHANGES / 2);
        List<Change> all = new ArrayList<>(half);
        all.addAll(half);
        works = List.of(new Work(all, null, 0, null));
    }

    /** Folds them. */
    @Benchmark
    @OperationsPerInvocation(PostgresLoops.CHANGES)
    public Object fold() {
        return new Net(works).changes();
    }
}
