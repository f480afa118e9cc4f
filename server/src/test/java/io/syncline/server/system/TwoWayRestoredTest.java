package io.syncline.server.system;

import static io.syncline.server.system.GuardsTest.number;
import static io.syncline.server.system.GuardsTest.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.embedded.RunningServer;
import io.syncline.engine.sync.Engine;
import io.syncline.engine.sync.Options;
import io.syncline.engine.sync.SyncEvent;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An end of a two-way sync that comes back from a backup. */
class TwoWayRestoredTest extends TwoPostgres {
    /** What it had forgotten is neither brought over the other end's rows nor deleted there. */
    @Test
    void whatAnEndHasForgottenWaitsForAPerson() throws Exception {
        Path folder = Services.folder("restored");
        Path backup = Services.folder("backup").resolve("copy");
        RunningServer own = Services.startPostgres(folder, 18, Map.of());
        FreshDatabase there = Services.postgres(18).freshDatabase();
        try (Connection theirs = there.connect()) {
            FreshDatabase here = GuardsTest.database(own);
            run(theirs, "CREATE TABLE account (id bigint PRIMARY KEY, name text)");
            try (Connection ours = here.connect()) {
                run(ours, "CREATE TABLE account (id bigint PRIMARY KEY, name text)");
                run(ours, "INSERT INTO account SELECT n, 'a' FROM generate_series(1, 9) AS n");
            }
            try (Engine engine = engine()) {
                engine.configure(definition(here, there, Options.standard()));
                await(() -> number(theirs, "SELECT count(*) FROM account") == 9);
            }
            own.stop();
            copy(folder, backup);
            own = Services.startPostgres(folder, 18, Map.of());
            here = GuardsTest.database(own);
            try (Engine engine = engine();
                    Connection ours = here.connect()) {
                engine.update(definition(here, there, Options.standard()));
                run(ours, "UPDATE account SET name = 'new' WHERE id = 1");
                run(ours, "INSERT INTO account VALUES (10, 'made')");
                run(ours, "DELETE FROM account WHERE id = 2");
                await(
                        () ->
                                number(theirs, "SELECT sum(id) FROM account WHERE name = 'new'")
                                                == 1
                                        && number(theirs, "SELECT count(*) FROM account") == 9);
            }
            own.stop();
            remove(folder);
            copy(backup, folder);
            own = Services.startPostgres(folder, 18, Map.of());
            here = GuardsTest.database(own);
            try (Engine engine = engine();
                    Connection ours = here.connect()) {
                engine.update(definition(here, there, Options.standard()));
                await(() -> store.pairs().waiting(SYNC + "_0").size() == 3);
                assertThat(number(theirs, "SELECT count(*) FROM account WHERE id IN (2, 10)"))
                        .isEqualTo(1);
                assertThat(number(theirs, "SELECT count(*) FROM account WHERE name = 'new'"))
                        .isEqualTo(1);
                assertThat(number(ours, "SELECT count(*) FROM account WHERE id IN (2, 10)"))
                        .isEqualTo(1);
                assertThat(store.events(SYNC, 0, 1000).stream().map(SyncEvent::type))
                        .contains("source_changed");
                // What did not differ goes on.
                run(ours, "UPDATE account SET name = 'goes on' WHERE id = 5");
                await(() -> number(theirs, "SELECT id FROM account WHERE name = 'goes on'") == 5);
                engine.delete(SYNC, true);
            }
        } finally {
            own.stop();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Path there = to.resolve(from.relativize(each));
                // Of a folder only itself.
                Files.copy(each, there, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private void await(Condition condition) throws Exception {
        long end = System.nanoTime() + 60_000_000_000L;
        while (!condition.holds()) {
            assertThat(System.nanoTime())
                    .as("%s %s", store.pairs().waiting(SYNC + "_0"), store.events(SYNC, 0, 100))
                    .isLessThan(end);
            Thread.sleep(50);
        }
    }
}
