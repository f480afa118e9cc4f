package io.syncline.bench;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.replication.PGReplicationStream;

/**
 * The stream of PostgreSQL's JDBC driver, with binary values. Each message is copied; but for the
 * key, by which it is known to be the right one, nothing in it is looked at.
 */
final class DriverReading implements LogReading {
    private static final String SLOT = "driver";
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final long PAUSE_NANOS = 50_000;
    private static final int STATUS_SECONDS = 1;

    /** After kind, table, kind of row, count of columns, kind and length of the first. */
    private static final int ID = 1 + 4 + 1 + 2 + 1 + 4;

    @Override
    public String name() {
        return "driver";
    }

    @Override
    public void prepare(Lab lab, Workload workload) throws SQLException {
        try (Connection source = Lab.connect(lab.source, Lab.DATABASE)) {
            Lab.copySlot(source, "w_" + workload.name(), SLOT);
        }
    }

    @Override
    public Told read(Lab lab, Workload workload) throws SQLException {
        Meter meter = new Meter(lab, ProcessHandle.current());
        try (Connection connection = connect(lab);
                PGReplicationStream stream = stream(connection, workload)) {
            long told = 0;
            for (long left = workload.changes(); left > 0; ) {
                byte[] message = next(stream);
                if (message[0] == 'I' || message[0] == 'U' || message[0] == 'D') {
                    told = LogReading.after(told, ByteBuffer.wrap(message).getLong(ID));
                    left--;
                } else if (message[0] == 'C') {
                    stream.setFlushedLSN(stream.getLastReceiveLSN());
                }
            }
            return new Told(told, meter.spent());
        }
    }

    private static Connection connect(Lab lab) throws SQLException {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, lab.source.user());
        PGProperty.PASSWORD.set(properties, lab.source.password());
        PGProperty.REPLICATION.set(properties, "database");
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "9.4");
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        return DriverManager.getConnection(lab.source.jdbcUrl(Lab.DATABASE), properties);
    }

    private static PGReplicationStream stream(Connection connection, Workload workload)
            throws SQLException {
        return connection
                .unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .logical()
                .withSlotName(SLOT)
                .withSlotOption("proto_version", 1)
                .withSlotOption("publication_names", "w_" + workload.name())
                .withSlotOption("binary", true)
                .withStatusInterval(STATUS_SECONDS, TimeUnit.SECONDS)
                .start();
    }

    private static byte[] next(PGReplicationStream stream) throws SQLException {
        ByteBuffer pending = stream.readPending();
        for (long since = System.nanoTime(); pending == null; pending = stream.readPending()) {
            if (System.nanoTime() - since > PATIENCE_NANOS) {
                throw new IllegalStateException("the driver's stream tells too little");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        byte[] message = new byte[pending.remaining()];
        pending.get(message);
        return message;
    }

    @Override
    public void end(Lab lab, Workload workload) throws Exception {
        try (Connection source = Lab.connect(lab.source, Lab.DATABASE)) {
            Lab.dropSlot(source, SLOT);
        }
    }
}
