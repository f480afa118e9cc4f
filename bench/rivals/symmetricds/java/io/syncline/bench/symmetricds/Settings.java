package io.syncline.bench.symmetricds;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Which two databases are synced, and how: the settings somebody would choose who wants a backlog
 * to go fast and the target to become equal.
 *
 * <p>Keys: {@code source.url} and {@code target.url} (JDBC), {@code source.user}, {@code
 * source.password}, {@code target.user}, {@code target.password}, {@code tables} (without schema,
 * commas between them), {@code both_ways} ({@code true} if either may be written). Keys that begin
 * with {@code node.} go to both nodes as they are and win.
 */
final class Settings {
    /** What a node is called by the other one; no network is between them. */
    private static final String ADDRESS = "http://localhost/sync/";

    private static final String NOW = "current_timestamp, current_timestamp)";

    private final Map<String, String> described;

    Settings(Map<String, String> described) {
        this.described = Map.copyOf(described);
    }

    /** Of the node that captures. */
    Properties source() {
        Properties node = node("source");
        node.setProperty("registration.url", "");
        node.setProperty("auto.registration", "true");
        return node;
    }

    /** Of the node that loads. */
    Properties target() {
        Properties node = node("target");
        node.setProperty("registration.url", ADDRESS + "source");
        return node;
    }

    private Properties node(String name) {
        Properties node = new Properties();
        node.setProperty("engine.name", name);
        node.setProperty("group.id", name);
        node.setProperty("external.id", name);
        node.setProperty("sync.url", ADDRESS + name);
        node.setProperty("transport.type", "internal");
        node.setProperty("db.driver", "org.postgresql.Driver");
        node.setProperty("db.url", the(name + ".url"));
        node.setProperty("db.user", the(name + ".user"));
        node.setProperty("db.password", the(name + ".password"));
        node.setProperty("db.jdbc.streaming.results.fetch.size", "1000");
        node.setProperty("db.jdbc.execute.batch.size", "1000");
        node.setProperty("db.jdbc.bulk.execute.batch.size", "1000");
        node.setProperty("registration.require.initial.load", "false");
        for (String job : List.of("routing", "push", "pull", "heartbeat", "synctriggers")) {
            node.setProperty("start." + job + ".job", "false");
        }
        described.forEach(
                (key, value) -> {
                    if (key.startsWith("node.")) {
                        node.setProperty(key.substring("node.".length()), value);
                    }
                });
        return node;
    }

    /** Whether what either node captures goes to the other. */
    boolean bothWays() {
        return Boolean.parseBoolean(described.get("both_ways"));
    }

    /**
     * What the source is told of the two groups and the tables between them. It may have been told
     * before.
     */
    List<String> configuration() {
        return statements().stream().map(each -> each + " on conflict do nothing").toList();
    }

    private List<String> statements() {
        List<String> sql = new ArrayList<>();
        sql.add("insert into sym_node_group (node_group_id) values ('source'), ('target')");
        sql.add(
                "insert into sym_node_group_link (source_node_group_id, target_node_group_id, data_event_action)"
                        + " values ('source', 'target', 'P'), ('target', 'source', 'P')");
        // Conflicts are looked for by the ordinary loader.
        sql.add(
                "insert into sym_channel (channel_id, processing_order, max_batch_size, max_batch_to_send,"
                        + " max_data_to_route, data_loader_type) values ('bench', 1, 10000, 100, 500000, '"
                        + (bothWays() ? "default" : "bulk")
                        + "')");
        for (String table : the("tables").split(",")) {
            sql.add(
                    "insert into sym_trigger (trigger_id, source_table_name, channel_id, use_capture_old_data,"
                            + " create_time, last_update_time) values ('%1$s', '%1$s', 'bench', %2$d, "
                                    .formatted(table, bothWays() ? 1 : 0)
                            + NOW);
        }
        sql.addAll(way("source", "target"));
        if (bothWays()) {
            sql.addAll(way("target", "source"));
        }
        return sql;
    }

    private List<String> way(String from, String to) {
        List<String> sql = new ArrayList<>();
        sql.add(
                "insert into sym_router (router_id, source_node_group_id, target_node_group_id, create_time,"
                        + " last_update_time) values ('%1$s', '%1$s', '%2$s', ".formatted(from, to)
                        + NOW);
        for (String table : the("tables").split(",")) {
            sql.add(
                    "insert into sym_trigger_router (trigger_id, router_id, create_time, last_update_time) values ('%s', '%s', "
                                    .formatted(table, from)
                            + NOW);
        }
        if (bothWays()) {
            // A field that both have changed is as whoever changed the row last has it.
            sql.add(
                    "insert into sym_conflict (conflict_id, source_node_group_id, target_node_group_id,"
                            + " detect_type, resolve_type, ping_back, create_time, last_update_time) values ('%1$s',"
                                    .formatted(from)
                            + " '%1$s', '%2$s', 'USE_CHANGED_DATA', 'NEWER_WINS', 'SINGLE_ROW', "
                                    .formatted(from, to)
                            + NOW);
        }
        return sql;
    }

    private String the(String key) {
        String value = described.get(key);
        if (value == null) {
            throw new IllegalArgumentException(key + " was not said");
        }
        return value;
    }
}
