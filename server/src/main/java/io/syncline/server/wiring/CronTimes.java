package io.syncline.server.wiring;

import com.github.kagkarlsson.scheduler.task.schedule.CronSchedule;
import com.github.kagkarlsson.scheduler.task.schedule.CronStyle;
import io.syncline.engine.sync.Schedule;
import io.syncline.engine.sync.Schedules;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Knows when cron expressions are due. Thread-safe. */
public final class CronTimes implements Schedules {
    private final Map<Schedule, CronSchedule> read = new ConcurrentHashMap<>();

    /** Knows any schedule; reads each once. */
    public CronTimes() {}

    @Override
    public long next(Schedule schedule, long afterMillis) {
        return read.computeIfAbsent(schedule, CronTimes::read)
                .getInitialExecutionTime(Instant.ofEpochMilli(afterMillis))
                .toEpochMilli();
    }

    private static CronSchedule read(Schedule schedule) {
        boolean seconds = schedule.cron().split("\\s+", -1).length == 6;
        return new CronSchedule(
                schedule.cron(), schedule.zone(), seconds ? CronStyle.SPRING53 : CronStyle.UNIX);
    }
}
