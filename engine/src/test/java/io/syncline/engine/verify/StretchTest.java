package io.syncline.engine.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.filter.Truth;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StretchTest {
    private static final List<String> PAIR = List.of("a", "b");

    private static boolean has(Stretch stretch, long a, String b) {
        Row row = Row.of(Map.of("a", new Value.Int(a), "b", new Value.Text(b)));
        return stretch.rows(PAIR).test(row) == Truth.TRUE;
    }

    private static List<Value> key(long a, String b) {
        return List.of(new Value.Int(a), new Value.Text(b));
    }

    @Test
    void aRangeHasItsFirstKeyAndNotItsEnd() {
        Stretch range = new Stretch.Range("t", key(1, "m"), key(3, "c"));
        assertThat(has(range, 1, "l")).isFalse();
        assertThat(has(range, 1, "m")).isTrue();
        assertThat(has(range, 2, "")).isTrue();
        assertThat(has(range, 2, "zz")).isTrue();
        assertThat(has(range, 3, "bz")).isTrue();
        assertThat(has(range, 3, "c")).isFalse();
        assertThat(has(range, 0, "z")).isFalse();
        assertThat(has(range, 4, "a")).isFalse();
    }

    @Test
    void aBoundMayLeaveOutTheLastFieldsOfAKey() {
        Stretch range =
                new Stretch.Range("t", List.of(new Value.Int(2)), List.of(new Value.Int(3)));
        assertThat(has(range, 2, "")).isTrue();
        assertThat(has(range, 2, "zz")).isTrue();
        assertThat(has(range, 3, "")).isFalse();
        assertThat(has(new Stretch.Range("t", null, null), -5, "x")).isTrue();
        assertThat(range.width()).isEqualTo(1);
    }

    @Test
    void keysAreTheirRowsAndNoOthers() {
        Stretch keys = new Stretch.Keys("t", Set.of(key(1, "x"), key(2, "y")));
        assertThat(has(keys, 1, "x")).isTrue();
        assertThat(has(keys, 2, "y")).isTrue();
        assertThat(has(keys, 1, "y")).isFalse();
        assertThat(keys.width()).isEqualTo(2);
    }

    @Test
    void whatWasWrittenIsReadAgain() {
        for (Stretch stretch :
                List.of(
                        new Stretch.Range("s.\tt\n\"", key(1, "a\tb\nc"), null),
                        new Stretch.Range("t", null, key(Long.MIN_VALUE, "-")),
                        new Stretch.Range("t", null, null),
                        new Stretch.Keys("t", Set.of(key(1, "\u2028\r"), key(2, "y"))))) {
            assertThat(stretch.text().lines()).hasSize(1);
            assertThat(Stretch.of(stretch.text())).isEqualTo(stretch);
        }
    }
}
