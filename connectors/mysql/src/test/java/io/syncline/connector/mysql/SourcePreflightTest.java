package io.syncline.connector.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourcePreflightTest {
    private static List<String> said(List<Finding> findings) {
        List<String> said = new ArrayList<>();
        findings.forEach(
                each -> said.add(each.severity() + " " + each.code() + " " + each.subject()));
        return said;
    }

    @Test
    void everythingThatStandsInTheWayIsToldAtOnce() throws Exception {
        try (Place place = new Place()) {
            place.sql(
                    "create table parent (id int primary key)",
                    "create table child (id int primary key, p int,"
                            + " constraint up foreign key (p) references parent (id) on delete cascade)",
                    "create table loose (a int)",
                    "create table old (id int primary key) engine = MyISAM",
                    "create table odd (y year primary key, t text character set sjis,"
                            + " c varchar(200) compressed)");
            Selection all =
                    new Selection(
                            "preflight", List.of("child", "gone", "loose", "odd", "old", "parent"));
            assertThat(said(place.endpoint.preflight(all)))
                    .contains(
                            "WARNING UNLOGGED_CASCADE child",
                            "ERROR UNKNOWN_COLLECTION gone",
                            "WARNING NO_IDENTITY loose",
                            "ERROR UNREADABLE_COLUMN odd.t",
                            "ERROR UNREADABLE_COLUMN odd.c",
                            "ERROR SOURCE_KEY odd.y",
                            "ERROR SOURCE_ENGINE old")
                    .noneMatch(each -> each.contains("parent") || each.contains("BINLOG_OFF"));
        }
    }

    @Test
    void aUserWhoMayNotReadTheLogIsToldTheGrant() throws Exception {
        try (Place place = new Place()) {
            String name = "reader_" + place.database.name();
            place.sql(
                    "create table t (id int primary key)",
                    "create user " + name + "@'%' identified by 'only for tests'",
                    "grant select on " + place.database.name() + ".* to " + name + "@'%'");
            MySqlConnector connector = new MySqlConnector();
            Config config =
                    Config.of(
                            connector.settings(),
                            Map.of(
                                    "connection",
                                    place.database.uri(),
                                    "user",
                                    name,
                                    "password",
                                    "only for tests"));
            try (MySqlEndpoint lowly = (MySqlEndpoint) connector.open(config, place.context)) {
                List<Finding> findings = lowly.preflight(new Selection("preflight", List.of("t")));
                assertThat(findings)
                        .filteredOn(each -> each.code() == Code.NO_REPLICATION_RIGHT)
                        .hasSize(1);
                place.sql(
                        findings.stream()
                                .filter(each -> each.code() == Code.NO_REPLICATION_RIGHT)
                                .findFirst()
                                .orElseThrow()
                                .remedy());
                assertThat(lowly.preflight(new Selection("preflight", List.of("t"))))
                        .noneMatch(each -> each.severity() == Finding.Severity.ERROR);
            }
        }
    }

    @Test
    void whatIsNeededOfTheServerIsSaidSettingBySetting() {
        Map<String, String> wrong =
                Map.of(
                        "log_bin", "0",
                        "binlog_format", "MIXED",
                        "binlog_row_metadata", "NO_LOG",
                        "binlog_row_image", "MINIMAL",
                        "binlog_expire_logs_seconds", "3600",
                        "sync_binlog", "0",
                        "innodb_flush_log_at_trx_commit", "1",
                        "gtid_strict_mode", "0");
        assertThat(said(new LogSettings(wrong).findings()))
                .containsExactly(
                        "ERROR BINLOG_OFF log_bin",
                        "ERROR BINLOG_FORMAT binlog_format",
                        "ERROR ROW_METADATA binlog_row_metadata",
                        "WARNING ROW_IMAGE binlog_row_image",
                        "WARNING BINLOG_RETENTION binlog_expire_logs_seconds",
                        "WARNING UNSAFE_LOG sync_binlog",
                        "WARNING GTID_ORDER gtid_strict_mode");
    }
}
