package io.syncline.bench;

import java.sql.Connection;
import java.sql.SQLException;

/** PostgreSQL's own logical replication, as it ships, with binary transfer. */
final class NativeReplication implements Contender {
    @Override
    public String name() {
        return "native";
    }

    @Override
    public void prepare(Lab lab, Workload workload) throws SQLException {
        try (Connection source = Lab.connect(lab.source, Lab.DATABASE)) {
            Lab.copySlot(source, "w_" + workload.name(), "native");
        }
    }

    @Override
    public void start(Lab lab, Workload workload) throws SQLException {
        subscribe(
                lab,
                "w_" + workload.name(),
                "create_slot = false, slot_name = 'native', copy_data = false");
    }

    /** Has the target subscribe to a publication, with these options. */
    static void subscribe(Lab lab, String publication, String options) throws SQLException {
        try (Connection target = Lab.connect(lab.target, Lab.DATABASE)) {
            Lab.run(
                    target,
                    """
                    create subscription native
                    connection 'host=127.0.0.1 port=%d dbname=%s user=%s password=%s'
                    publication %s with (binary = true, %s)
                    """
                            .formatted(
                                    lab.source.port(),
                                    Lab.DATABASE,
                                    lab.source.user(),
                                    lab.source.password(),
                                    publication,
                                    options));
        }
    }

    @Override
    public void stop(Lab lab, Workload workload) throws SQLException {
        unsubscribe(lab);
    }

    /** Ends what {@link #subscribe} began. */
    static void unsubscribe(Lab lab) throws SQLException {
        try (Connection target = Lab.connect(lab.target, Lab.DATABASE)) {
            Lab.run(target, "drop subscription native");
        }
    }
}
