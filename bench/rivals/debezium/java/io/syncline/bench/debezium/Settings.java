package io.syncline.bench.debezium;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * What is drained from where to where, and how: the settings somebody would choose who wants a
 * backlog to go fast and the target to become equal.
 *
 * <p>Keys: {@code source.host}, {@code source.port}, {@code source.database}, {@code source.user},
 * {@code source.password}, {@code target.url} (JDBC), {@code target.user}, {@code target.password},
 * {@code slot}, {@code publication}, {@code tables} (with schema, commas between them). Keys that
 * begin with {@code engine.} or {@code sink.} go to the engine or to the sink as they are and win.
 */
final class Settings {
    private final Map<String, String> described;

    Settings(Map<String, String> described) {
        this.described = Map.copyOf(described);
    }

    /** For the engine with the PostgreSQL connector. */
    Properties engine() {
        Properties to = new Properties();
        to.putAll(
                Map.of(
                        "name", "rival",
                        "connector.class", "io.debezium.connector.postgresql.PostgresConnector",
                        "topic.prefix", "rival",
                        "database.hostname", the("source.host"),
                        "database.port", the("source.port"),
                        "database.dbname", the("source.database"),
                        "database.user", the("source.user"),
                        "database.password", the("source.password"),
                        "table.include.list", the("tables")));
        to.putAll(
                Map.of(
                        "plugin.name", "pgoutput",
                        "slot.name", the("slot"),
                        "slot.drop.on.stop", "false",
                        "publication.name", the("publication"),
                        "publication.autocreate.mode", "disabled",
                        "snapshot.mode", "no_data",
                        "decimal.handling.mode", "precise",
                        "tombstones.on.delete", "false"));
        to.putAll(
                Map.of(
                        "offset.storage",
                                "org.apache.kafka.connect.storage.MemoryOffsetBackingStore",
                        "offset.flush.interval.ms", "1000",
                        "max.batch.size", "10000",
                        "max.queue.size", "50000",
                        "poll.interval.ms", "10",
                        "errors.max.retries", "0"));
        // Others write messages to the log; a table has no place for them.
        to.put("message.prefix.exclude.list", ".*");
        to.putAll(own("engine."));
        return to;
    }

    /** For the JDBC sink, whose topics are named as the tables are. */
    Map<String, String> sink() {
        Map<String, String> to = new HashMap<>();
        to.put("connection.url", the("target.url"));
        to.put("connection.username", the("target.user"));
        to.put("connection.password", the("target.password"));
        to.put("connection.pool.min_size", "1");
        to.put("connection.pool.max_size", "4");
        to.put("connection.pool.acquire_increment", "1");
        to.put("topics", the("tables"));
        to.put("collection.name.format", "${topic}");
        to.put("insert.mode", "upsert");
        to.put("delete.enabled", "true");
        to.put("primary.key.mode", "record_key");
        to.put("schema.evolution", "none");
        to.put("batch.size", "5000");
        to.put("use.reduction.buffer", "true");
        to.putAll(own("sink."));
        return to;
    }

    private String the(String key) {
        String value = described.get(key);
        if (value == null) {
            throw new IllegalArgumentException(key + " was not said");
        }
        return value;
    }

    private Map<String, String> own(String prefix) {
        Map<String, String> own = new HashMap<>();
        described.forEach(
                (key, value) -> {
                    if (key.startsWith(prefix)) {
                        own.put(key.substring(prefix.length()), value);
                    }
                });
        return own;
    }
}
