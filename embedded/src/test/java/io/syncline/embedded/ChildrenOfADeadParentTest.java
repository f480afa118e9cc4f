package io.syncline.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ChildrenOfADeadParentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The parent: starts both servers, tells their process ids, and lives on. */
    static final class Parent {
        public static void main(String[] arguments) throws InterruptedException {
            Path folder = Path.of(arguments[0]);
            RunningServer postgres =
                    EmbeddedPostgres.in(folder.resolve("pg"), PostgresSettings.fast("secret"))
                            .start();
            RunningServer mariaDb =
                    EmbeddedMariaDb.in(folder.resolve("mdb"), MariaDbSettings.fast("secret"))
                            .start();
            System.out.println(postgres.pid() + " " + mariaDb.pid());
            Thread.sleep(Duration.ofMinutes(5));
        }
    }

    @Test
    void theyDieWhenTheirParentIsKilled() throws Exception {
        theyDieAfter(ProcessHandle::destroyForcibly);
    }

    @Test
    void theyDieWhenTheirParentIsAskedToEnd() throws Exception {
        theyDieAfter(ProcessHandle::destroy);
    }

    private static void theyDieAfter(Consumer<ProcessHandle> end) throws Exception {
        try (Place place = Place.create()) {
            Process parent =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                    "-XX:TieredStopAtLevel=1",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    Parent.class.getName(),
                                    place.folder().toString())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            try (BufferedReader output =
                    new BufferedReader(
                            new InputStreamReader(
                                    parent.getInputStream(), StandardCharsets.UTF_8))) {
                String[] pids = output.readLine().split(" ");
                ProcessHandle postgres = ProcessHandle.of(Long.parseLong(pids[0])).orElseThrow();
                ProcessHandle mariaDb = ProcessHandle.of(Long.parseLong(pids[1])).orElseThrow();
                assertThat(Leftovers.running(postgres)).isTrue();
                assertThat(Leftovers.running(mariaDb)).isTrue();

                end.accept(parent.toHandle());

                assertThat(Leftovers.awaitGone(postgres, PATIENCE)).isTrue();
                assertThat(Leftovers.awaitGone(mariaDb, PATIENCE)).isTrue();
                // In good order: a server that was cut off would have to recover.
                assertThat(String.join("\n", LaunchException.tail(place.file("pg/server.log"))))
                        .contains("database system is shut down");
                assertThat(String.join("\n", LaunchException.tail(place.file("mdb/server.log"))))
                        .contains("Shutdown complete");
            } finally {
                parent.destroyForcibly();
            }
        }
    }
}
