package io.syncline.connector.mysql;

import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Layout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who made the transaction that a stream is in: a flow of Syncline signs its own by a row of its
 * checkpoints, before all others. Used by one thread.
 */
final class Author {
    private static final Column FLOW =
            new Column(
                    "flow",
                    "varchar",
                    "varchar(64)",
                    64,
                    0,
                    0,
                    0,
                    "utf8mb4_bin",
                    false,
                    false,
                    false,
                    false,
                    false);

    private static final Layout LAYOUT =
            new Layout(
                    FlowCheckpoints.TABLE,
                    List.of(new Field(FLOW.name(), new FieldType.Text(64), false)),
                    List.of(FLOW.name()),
                    List.of(),
                    -1);

    private final ReplicaId replica;
    private long millis;
    private int ordinal;
    private @Nullable ReplicaId flow;

    /**
     * @param replica the origin of what nobody signed
     */
    Author(ReplicaId replica) {
        this.replica = replica;
    }

    /** The table of signatures as the log describes it; only whose they are is read of it. */
    static LoggedTable table(TableMap map) {
        List<@Nullable LoggedColumn> columns = new ArrayList<>();
        for (LoggedType type : map.types()) {
            columns.add(columns.isEmpty() ? LoggedColumn.of(type, FLOW) : null);
        }
        return new LoggedTable(LAYOUT, map.types(), columns);
    }

    /** Whether the rows of a table are signatures. */
    static boolean signs(LoggedTable table) {
        return table.layout().collection().equals(FlowCheckpoints.TABLE);
    }

    /** A transaction begins, of which nothing is known yet but when it was made. */
    void begin(long madeMillis) {
        millis = madeMillis;
        ordinal = 0;
        flow = null;
    }

    /** It has a signature; only the first counts. */
    void signed(LoggedTable table, LoggedRows.Kind kind, EventBytes in) {
        Version none = new Version(0, 0, replica);
        new LoggedRows(table, kind, () -> none)
                .read(
                        in,
                        change -> {
                            if (flow == null
                                    && change.id().key().getFirst()
                                            instanceof Value.Text(String name)) {
                                flow = new ReplicaId(name);
                            }
                        });
    }

    /** The version of its next change; the origin is a flow's where one has signed. */
    Version version() {
        int counter = Math.min(ordinal++, Version.COUNTER_MAX);
        return new Version(millis, counter, flow == null ? replica : flow);
    }
}
