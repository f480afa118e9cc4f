package io.syncline.server.api;

import com.github.kagkarlsson.scheduler.task.schedule.CronSchedule;
import com.github.kagkarlsson.scheduler.task.schedule.CronStyle;
import io.syncline.core.endpoint.Code;
import io.syncline.engine.sync.Schedule;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Reads {@code schedule} and {@code timezone}; only the spelling is checked here. */
final class Cron {
    private static final String WHAT =
            "This is no cron expression: five fields (minute hour day month weekday), or six with"
                    + " seconds first.";

    /** No expression that ever is due waits longer: a leap day on a weekday takes 40 years. */
    private static final Instant NEVER = Instant.parse("2100-01-01T00:00:00Z");

    /** Longer ones are nobody's, and the library would fill memory with them. */
    private static final int LENGTH_MAX = 500;

    private Cron() {}

    /** The schedule, or null if none is given or it is no good. */
    static @Nullable Schedule parse(Fields fields, Problems problems) {
        String cron = fields.text("schedule");
        ZoneId zone = zone(fields, problems);
        if (cron == null) {
            if (fields.has("timezone") && !fields.has("schedule")) {
                problems.add(
                        Code.MISSING_KEY,
                        fields.pointer("schedule"),
                        "A timezone without a schedule means nothing: the key schedule is missing.");
            }
            return null;
        }
        if (!good(cron.strip(), zone)) {
            problems.add(Code.BAD_SCHEDULE, fields.pointer("schedule"), WHAT);
            return null;
        }
        return new Schedule(cron.strip(), zone);
    }

    private static boolean good(String cron, ZoneId zone) {
        int count = cron.length() > LENGTH_MAX ? 0 : cron.split("\\s+", -1).length;
        if (count != 5 && count != 6) {
            return false;
        }
        try {
            CronStyle style = count == 5 ? CronStyle.UNIX : CronStyle.SPRING53;
            CronSchedule schedule = new CronSchedule(cron, zone, style);
            return !schedule.isDisabled()
                    && schedule.getInitialExecutionTime(Instant.EPOCH).isBefore(NEVER);
        } catch (RuntimeException e) {
            // The library has other words as well for what it cannot read.
            return false;
        }
    }

    private static ZoneId zone(Fields fields, Problems problems) {
        String zone = fields.text("timezone");
        if (zone == null) {
            return ZoneOffset.UTC;
        }
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            problems.add(
                    Code.BAD_TIME_ZONE,
                    fields.pointer("timezone"),
                    Words.quoted(zone) + " is no time zone: write a name such as Europe/Vienna.");
            return ZoneOffset.UTC;
        }
    }
}
