package io.syncline.connector.mysql;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Finding;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How a server is set to write its binary log, and what of that has to be mended. */
final class LogSettings {
    private static final long RETENTION_SECONDS_MIN = 86_400;

    private final Map<String, String> settings;
    private final List<Finding> findings = new ArrayList<>();

    LogSettings(Map<String, String> settings) {
        this.settings = settings;
    }

    /**
     * Whether the server can be read at all.
     *
     * @throws EndpointException MISCONFIGURED if it cannot
     */
    static void readable(Connection connection) throws SQLException {
        Server server = Server.ask(connection);
        if (!server.mariaDb() || !server.supported()) {
            throw new EndpointException(
                    Kind.MISCONFIGURED,
                    Code.UNSUPPORTED_VERSION,
                    "As a source MariaDB 10.6 or later is needed, not " + server.name());
        }
        Map<String, String> settings = of(connection);
        if (!"1".equals(settings.get("log_bin"))) {
            throw new EndpointException(
                    Kind.MISCONFIGURED, Code.BINLOG_OFF, "The server writes no binary log");
        }
        if (!"ROW".equals(settings.get("binlog_format"))) {
            throw new EndpointException(
                    Kind.MISCONFIGURED,
                    Code.BINLOG_FORMAT,
                    "binlog_format is " + settings.get("binlog_format") + ", not ROW");
        }
        if (!"FULL".equals(settings.get("binlog_row_metadata"))) {
            throw new EndpointException(
                    Kind.MISCONFIGURED,
                    Code.ROW_METADATA,
                    "binlog_row_metadata is " + settings.get("binlog_row_metadata") + ", not FULL");
        }
    }

    /** The settings that matter, by name. */
    static Map<String, String> of(Connection connection) throws SQLException {
        List<String> names =
                List.of(
                        "log_bin",
                        "binlog_format",
                        "binlog_row_metadata",
                        "binlog_row_image",
                        "binlog_expire_logs_seconds",
                        "sync_binlog",
                        "innodb_flush_log_at_trx_commit",
                        "gtid_strict_mode");
        Map<String, String> settings = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT @@GLOBAL." + String.join(",@@GLOBAL.", names))) {
            row.next();
            for (int i = 0; i < names.size(); i++) {
                settings.put(names.get(i), String.valueOf(row.getString(i + 1)));
            }
        }
        return settings;
    }

    /** What was found. */
    List<Finding> findings() {
        needed();
        advised();
        return List.copyOf(findings);
    }

    private void needed() {
        if (!"1".equals(settings.get("log_bin"))) {
            error(
                    Code.BINLOG_OFF,
                    "log_bin",
                    "The server writes no binary log.",
                    "Put log_bin = ON under [mysqld] in its configuration, and restart it.");
        }
        String format = settings.get("binlog_format");
        if (!"ROW".equals(format)) {
            error(
                    Code.BINLOG_FORMAT,
                    "binlog_format",
                    "binlog_format is " + format + ", not ROW.",
                    "SET GLOBAL binlog_format = 'ROW'; -- and in the configuration; sessions have"
                            + " to connect anew");
        }
        String metadata = settings.get("binlog_row_metadata");
        if (!"FULL".equals(metadata)) {
            error(
                    Code.ROW_METADATA,
                    "binlog_row_metadata",
                    "binlog_row_metadata is " + metadata + ", not FULL.",
                    "SET GLOBAL binlog_row_metadata = 'FULL'; -- and in the configuration");
        }
    }

    private void advised() {
        String image = settings.get("binlog_row_image");
        if (!"FULL".equals(image)) {
            warning(
                    Code.ROW_IMAGE,
                    "binlog_row_image",
                    "binlog_row_image is "
                            + image
                            + ": rows that are not whole in the log are read from the tables.",
                    "SET GLOBAL binlog_row_image = 'FULL';");
        }
        long seconds = Long.parseLong(settings.getOrDefault("binlog_expire_logs_seconds", "0"));
        if (seconds > 0 && seconds < RETENTION_SECONDS_MIN) {
            warning(
                    Code.BINLOG_RETENTION,
                    "binlog_expire_logs_seconds",
                    "The log is removed after "
                            + seconds
                            + " seconds; a flow that stands longer has to copy everything again.",
                    "SET GLOBAL binlog_expire_logs_seconds = 864000;");
        }
        if (!"1".equals(settings.get("sync_binlog"))
                || !"1".equals(settings.get("innodb_flush_log_at_trx_commit"))) {
            warning(
                    Code.UNSAFE_LOG,
                    "sync_binlog",
                    "After a power cut the server may have forgotten what it has told.",
                    "SET GLOBAL sync_binlog = 1, GLOBAL innodb_flush_log_at_trx_commit = 1;");
        }
        if (!"1".equals(settings.get("gtid_strict_mode"))) {
            warning(
                    Code.GTID_ORDER,
                    "gtid_strict_mode",
                    "The server lets transactions be numbered out of order; one that is ends the"
                            + " stream.",
                    "SET GLOBAL gtid_strict_mode = ON;");
        }
    }

    private void error(Code code, String subject, String message, String remedy) {
        findings.add(Finding.error(code, subject, message, remedy));
    }

    private void warning(Code code, String subject, String message, String remedy) {
        findings.add(Finding.warning(code, subject, message, remedy));
    }
}
