package io.syncline.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The texts that stores and devices already hold. A difference means that old data reads otherwise:
 * raise the version. New samples are added with {@code -Dgolden.write=true}.
 */
class GoldenWireTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("syncline.root", ".."), "core/src/test/resources/golden");

    @Test
    void valuesAreWrittenAndReadAsEver() throws IOException {
        List<Value> samples = List.copyOf(Samples.values().values());

        List<String> golden = golden("wire-values-v1.jsonl", samples.stream().map(Wire::text));

        assertThat(golden.stream().map(Wire::value)).containsExactlyElementsOf(samples);
    }

    @Test
    void changesAreWrittenAndReadAsEver() throws IOException {
        List<Change> samples = List.copyOf(Samples.changes().values());

        List<String> golden = golden("wire-changes-v1.jsonl", samples.stream().map(Wire::text));

        assertThat(golden.stream().map(Wire::change)).containsExactlyElementsOf(samples);
    }

    private static List<String> golden(String name, Stream<String> written) throws IOException {
        Path file = FOLDER.resolve(name);
        List<String> lines = written.toList();
        if (Boolean.getBoolean("golden.write")) {
            Files.write(file, lines);
        }
        List<String> golden = Files.readAllLines(file);
        assertThat(lines).as(name).isEqualTo(golden);
        return golden;
    }
}
