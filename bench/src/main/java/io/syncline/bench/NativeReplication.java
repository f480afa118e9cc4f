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
        try (Connection target = Lab.connect(lab.target, Lab.DATABASE)) {
            Lab.run(
                    target,
                    "create subscription native connection 'host=127.0.0.1 port="
                            + lab.source.port()
                            + " dbname="
                            + Lab.DATABASE
                            + " user="
                            + lab.source.user()
                            + " password="
                            + lab.source.password()
                            + "' publication w_"
                            + workload.name()
                            + " with (create_slot = false, slot_name = 'native', copy_data = false, binary = true)");
        }
    }

    @Override
    public void stop(Lab lab, Workload workload) throws SQLException {
        try (Connection target = Lab.connect(lab.target, Lab.DATABASE)) {
            Lab.run(target, "drop subscription native");
        }
    }
}
