package io.syncline.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.xml.parsers.DocumentBuilderFactory;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A picture of a recording. */
class FlameTest {
    @TempDir Path folder;

    @Test
    void theMethodThatWorksIsInThePicture() throws Exception {
        Path recorded = folder.resolve("work.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(5));
            recording.start();
            assertThat(busy(Duration.ofMillis(700))).isNotZero();
            recording.stop();
            recording.dump(recorded);
        }
        Path picture = folder.resolve("work.svg");

        Flame.main(new String[] {recorded.toString(), picture.toString(), "Work & <more>"});

        var document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(picture.toFile());
        assertThat(document.getElementsByTagName("title").getLength()).isPositive();
        assertThat(Files.readString(picture))
                .contains("FlameTest.busy", "Work &amp; &lt;more&gt;", "thread ");
        assertThatThrownBy(
                        () ->
                                Flame.main(
                                        new String[] {
                                            recorded.toString(), picture.toString(), "", "nobody"
                                        }))
                .hasMessageContaining("No samples");
    }

    private static long busy(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        long sum = 1;
        while (System.nanoTime() < end) {
            for (int i = 0; i < 10_000; i++) {
                sum = sum * 31 + i;
            }
        }
        return sum;
    }
}
