package io.syncline.connector.jdbc;

import io.syncline.core.endpoint.Capture.Method;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a person wants a database's changes to be noticed.
 *
 * @param wanted the way, or null to choose: the log where it can be read, else what is allowed
 * @param allowed the ways that may be chosen beside the log, the better one first
 * @param every how often is looked, or null for what suits the way
 * @param changeColumn the column that grows with every change of a row, for polling, or null
 * @param overlap how long a transaction may take to commit after it set that column
 * @param goneEvery how often is looked for rows that are gone, or null for what suits the way
 */
public record CaptureSettings(
        @Nullable Method wanted,
        List<Method> allowed,
        @Nullable Duration every,
        @Nullable String changeColumn,
        Duration overlap,
        @Nullable Duration goneEvery) {
    private static final Pattern PART = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");

    /** Copies the list. */
    public CaptureSettings {
        allowed = List.copyOf(allowed);
    }

    /** The log, and nothing else. */
    public static CaptureSettings log() {
        return new CaptureSettings(Method.LOG, List.of(), null, null, Duration.ofMinutes(1), null);
    }

    /** The settings that {@link #of} reads. */
    public static List<Setting> settings() {
        return List.of(
                new Setting(
                        "capture",
                        Setting.Kind.TEXT,
                        "auto",
                        false,
                        "How changes are noticed: log, outbox, polling, or auto: the log where it"
                                + " can be read, else what capture_allowed says."),
                new Setting(
                        "capture_allowed",
                        Setting.Kind.TEXT,
                        null,
                        false,
                        "What auto may use where there is no log: outbox (makes triggers), polling,"
                                + " or both: outbox,polling."),
                new Setting(
                        "poll_every",
                        Setting.Kind.DURATION,
                        null,
                        false,
                        "How often an outbox (200ms) or polled tables (5s) are looked at."),
                new Setting(
                        "change_column",
                        Setting.Kind.TEXT,
                        null,
                        false,
                        "For polling: the column that every write of a row sets to a higher value,"
                                + " such as updated_at; tables without it are read whole."),
                new Setting(
                        "change_overlap",
                        Setting.Kind.DURATION,
                        "1m",
                        false,
                        "For polling by a time: the longest that a transaction takes to commit."),
                new Setting(
                        "delete_check_every",
                        Setting.Kind.DURATION,
                        null,
                        false,
                        "How often rows that are gone are looked for where deletes are not told:"
                                + " 5m for polling."));
    }

    /**
     * Reads them.
     *
     * @throws EndpointException MISCONFIGURED for a word that is none of the ways
     */
    public static CaptureSettings of(Config config) {
        String wanted = config.text("capture");
        String allowed = config.text("capture_allowed");
        Duration overlap = span(config.text("change_overlap"));
        return new CaptureSettings(
                wanted == null || wanted.strip().equalsIgnoreCase("auto")
                        ? null
                        : method("capture", wanted),
                allowed == null
                        ? List.of()
                        : Stream.of(allowed.split(",", -1))
                                .map(word -> method("capture_allowed", word))
                                .filter(method -> method != Method.LOG)
                                .sorted()
                                .toList(),
                span(config.text("poll_every")),
                config.text("change_column"),
                overlap == null ? Duration.ofMinutes(1) : overlap,
                span(config.text("delete_check_every")));
    }

    private static Method method(String setting, String word) {
        return switch (word.strip().toLowerCase(Locale.ROOT)) {
            case "log" -> Method.LOG;
            case "outbox" -> Method.OUTBOX;
            case "polling" -> Method.POLLING;
            default ->
                    throw new EndpointException(
                            EndpointException.Kind.MISCONFIGURED,
                            Code.BAD_CAPTURE,
                            setting
                                    + " is '"
                                    + word.strip()
                                    + "'; it can be log, outbox or polling");
        };
    }

    /** How often is looked, if nobody says otherwise so often. */
    public Duration every(Duration usual) {
        Duration given = every;
        return given == null || given.isZero() ? usual : given;
    }

    static @Nullable Duration span(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Duration all = Duration.ZERO;
        Matcher part = PART.matcher(text.strip());
        int end = 0;
        while (part.find() && part.start() == end) {
            long count = Long.parseLong(part.group(1));
            all =
                    all.plus(
                            switch (part.group(2)) {
                                case "ms" -> Duration.ofMillis(count);
                                case "s" -> Duration.ofSeconds(count);
                                case "m" -> Duration.ofMinutes(count);
                                case "h" -> Duration.ofHours(count);
                                case String _ -> Duration.ofDays(count);
                            });
            end = part.end();
        }
        if (end == 0 || end != text.strip().length()) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.BAD_DURATION,
                    "'" + text + "' is no length of time; write 200ms, 5s or 1m30s");
        }
        return all;
    }
}
