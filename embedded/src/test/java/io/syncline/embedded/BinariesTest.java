package io.syncline.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BinariesTest {
    private static final Archive POSTGRES =
            new Archive.Txz("postgres-linux-" + Host.processor() + ".txz");

    /** The other unpacker: another process. */
    static final class Unpacker {
        public static void main(String[] arguments) {
            new Binaries(Path.of(arguments[0])).unpack("postgres", POSTGRES);
        }
    }

    @Test
    void unpackersAtTheSameTimeGetOneGoodTreeAndRemoveWhatAKilledOneLeft() throws Exception {
        try (Place place = Place.create();
                ExecutorService threads = Executors.newFixedThreadPool(3)) {
            Files.createDirectories(place.file(".postgres.part-1/bin"));
            Process other =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    Unpacker.class.getName(),
                                    place.folder().toString())
                            .inheritIO()
                            .start();
            Binaries binaries = new Binaries(place.folder());
            Callable<Path> unpack = () -> binaries.unpack("postgres", POSTGRES);
            List<Path> trees = new ArrayList<>();
            for (Future<Path> result : threads.invokeAll(List.of(unpack, unpack, unpack))) {
                trees.add(result.get());
            }
            assertThat(other.waitFor()).isZero();
            assertThat(trees).containsOnly(place.file("postgres"));
            assertThat(place.file("postgres/bin/postgres")).isExecutable();
            assertThat(place.file("postgres/lib/libpq.so")).isSymbolicLink().exists();
            try (Stream<Path> left = Files.list(place.folder())) {
                assertThat(left.map(p -> p.getFileName().toString()))
                        .containsExactlyInAnyOrder("postgres", "postgres.lock");
            }
        }
    }

    @Test
    void aMissingArchiveIsNamed() {
        try (Place place = Place.create()) {
            Binaries binaries = new Binaries(place.folder());
            assertThatThrownBy(() -> binaries.unpack("none", new Archive.Txz("no/such.txz")))
                    .isInstanceOf(LaunchException.class)
                    .hasMessageContaining("no/such.txz");
            assertThat(place.file("none")).doesNotExist();
        }
    }

    @Test
    void aPostgresThatIsNotThereIsNamed() {
        PostgresSettings old = new PostgresSettings("9.6.0", 0, false, Map.of(), "secret");
        try (Place place = Place.create()) {
            assertThatThrownBy(() -> EmbeddedPostgres.in(place.folder(), old).start())
                    .hasMessageContaining("No PostgreSQL 9.6.0");
        }
    }
}
