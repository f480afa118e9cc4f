package io.syncline.connector.mysql;

import io.syncline.core.change.Row;
import io.syncline.core.endpoint.FrozenReads;
import io.syncline.core.endpoint.Position;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table as it was at one place of the binary log. Used by one thread. */
final class FrozenTable implements FrozenReads.Copy {
    private final Pool.Lease lease;
    private final Shape shape;
    private final BinlogPlace place;
    private final ResultSet result;
    private boolean over;

    FrozenTable(Pool.Lease lease, Shape shape, BinlogPlace place, ResultSet result) {
        this.lease = lease;
        this.shape = shape;
        this.place = place;
        this.result = result;
    }

    @Override
    public Position place() {
        return place.position();
    }

    @Override
    public @Nullable List<Row> next(int rowsMax) {
        if (over) {
            return null;
        }
        try {
            List<Row> rows = new ArrayList<>();
            while (rows.size() < rowsMax && result.next()) {
                rows.add(shape.row(result));
            }
            over = rows.size() < rowsMax;
            return rows.isEmpty() ? null : rows;
        } catch (SQLException e) {
            throw Failures.weather(e, "Copying " + shape.table().name());
        }
    }

    @Override
    public void close() {
        if (over) {
            try {
                result.close();
                Transactions.execute(lease.connection(), "COMMIT");
                lease.done();
            } catch (SQLException _) {
                // The lease closes the connection.
            }
        }
        lease.close();
    }
}
