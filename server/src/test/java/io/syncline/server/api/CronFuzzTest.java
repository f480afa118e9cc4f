package io.syncline.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.github.kagkarlsson.scheduler.task.schedule.CronSchedule;
import io.syncline.engine.sync.Schedule;
import io.syncline.server.wiring.CronTimes;
import io.syncline.testkit.fuzz.Fuzz;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class CronFuzzTest {
    @BeforeAll
    static void quiet() {
        // The library says of each expression that is never due that it is.
        ((Logger) LoggerFactory.getLogger(CronSchedule.class)).setLevel(Level.OFF);
    }

    @Test
    void whatIsNeverDueOrNotUnderstoodByTheLibraryIsRefused() {
        String endless = "1" + ",1".repeat(100_000) + " * * * *";
        for (String cron : List.of("0 0 30 2 *", "0 0 0 ? * 5#", "0 0 0 31 4 ?", endless)) {
            assertThat(reads(cron)).as(cron).isFalse();
        }
        assertThat(reads("0 0 29 2 1")).isTrue();
    }

    @Test
    void aCronExpressionIsReadOrRefused() {
        Fuzz.Tally tally =
                Fuzz.text(
                        "cron",
                        List.of(
                                "0 3 * * *",
                                "*/5 * * * *",
                                "0 0 1,15 * 1-5",
                                "30 2 29 2 *",
                                "0 0 30 2 *",
                                "0 0 12 * * MON-FRI",
                                "0 0/10 8-18 ? JAN-DEC SUN",
                                "59 59 23 31 12 *",
                                "0 0 0 L * *",
                                "0 0 0 ? * 5#3",
                                "@daily"),
                        List.of(
                                "*",
                                "/",
                                "-",
                                ",",
                                "?",
                                "L",
                                "W",
                                "#",
                                " ",
                                "99999999999",
                                "MON",
                                "JAN",
                                "60",
                                "0",
                                "7",
                                "2147483647",
                                "||",
                                "LW"),
                        CronFuzzTest::reads);

        assertThat(tally.taken()).isBetween(tally.inputs() / 1_000, tally.inputs() * 99 / 100);
    }

    private static boolean reads(String cron) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("schedule", cron);
        Problems problems = new Problems();
        Schedule schedule = Cron.parse(Fields.of(body, "", problems), problems);
        if (schedule == null) {
            return false;
        }
        long now = 1_700_000_000_000L;
        assertThat(new CronTimes().next(schedule, now)).isGreaterThan(now);
        return problems.none();
    }
}
