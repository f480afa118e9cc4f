package io.syncline.connector.jdbc;

import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.Setting;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the connections to a database are used.
 *
 * @param pooling whether idle ones are kept for the next use
 * @param compression whether what goes over them is compressed
 * @param timeout how long one statement, or the wait for an answer, may take; null for what suits
 *     the connector
 */
public record ConnectionUse(boolean pooling, boolean compression, @Nullable Duration timeout) {
    /** The setting that only protocols with compression have. */
    public static final Setting COMPRESSION =
            new Setting(
                    "compression_enabled",
                    Setting.Kind.FLAG,
                    null,
                    false,
                    "Whether connections are compressed; the stream of changes never is.");

    /** What holds when nobody says otherwise. */
    public static ConnectionUse standard() {
        return new ConnectionUse(true, false, null);
    }

    /** The settings that {@link #of} reads and every database has. */
    public static List<Setting> settings() {
        return List.of(
                new Setting(
                        "connection_pooling",
                        Setting.Kind.FLAG,
                        null,
                        false,
                        "false keeps no idle connection for the next use."),
                new Setting(
                        "timeout",
                        Setting.Kind.DURATION,
                        null,
                        false,
                        "The longest that one statement, or the wait for an answer, may take."));
    }

    /**
     * Reads them.
     *
     * @throws io.syncline.core.endpoint.EndpointException MISCONFIGURED for what is no duration
     */
    public static ConnectionUse of(Config config) {
        Duration timeout = CaptureSettings.span(config.text("timeout"));
        return new ConnectionUse(
                !"false".equals(config.text("connection_pooling")),
                config.flag(COMPRESSION.name()),
                timeout == null || timeout.isZero() ? null : timeout);
    }
}
