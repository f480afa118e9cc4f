package io.syncline.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every spelling of a length of time. */
class SpansTest {
    @ParameterizedTest
    @CsvSource({
        "2m30s,150000", "30s,30000", "60000,60000", "90days,7776000000", "1hour,3600000",
        "1 year,31536000000", "1.5s,1500", "PT5M,300000", "250ms,250", "1H 30Min,5400000"
    })
    void eachSpellingIsRead(String text, long millis) {
        assertThat(Spans.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-5s", "5 parsecs", "5m3", "99999years", "PT-5M"})
    void whatIsNoDurationIsRefused(String text) {
        assertThat(Spans.parse(text)).isNull();
    }

    @Test
    void oneSpellingIsWritten() {
        assertThat(Spans.text(Duration.ofSeconds(150))).isEqualTo("2m30s");
        assertThat(Spans.text(Duration.ZERO)).isEqualTo("0s");
        assertThat(Spans.text(Duration.ofMillis(340))).isEqualTo("340ms");
        assertThat(Spans.text(Duration.ofHours(25))).isEqualTo("1d1h");
    }
}
