package io.syncline.core.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Laws of laying rows over each other, for all rows of three fields that are unknown, null or
 * known.
 */
class RowTest {
    private static final List<String> NAMES = List.of("a", "b", "c");

    private static List<Row> all() {
        List<Row> rows = new ArrayList<>();
        for (int code = 0; code < 64; code++) {
            Map<String, Value> fields = new LinkedHashMap<>();
            for (int i = 0; i < NAMES.size(); i++) {
                switch (code >> (2 * i) & 3) {
                    case 0 -> {}
                    case 1 -> fields.put(NAMES.get(i), Value.nothing());
                    default -> fields.put(NAMES.get(i), new Value.Int(code >> (2 * i) & 3));
                }
            }
            rows.add(Row.of(fields));
        }
        return rows;
    }

    @Test
    void aFieldIsTheLatestThatIsKnownAndNullIsKnown() {
        for (Row under : all()) {
            for (Row over : all()) {
                Row row = under.overlaid(over);
                for (String name : NAMES) {
                    Value wanted = over.get(name) == null ? under.get(name) : over.get(name);
                    assertThat(row.get(name)).isEqualTo(wanted);
                }
            }
        }
    }

    @Test
    void layingOverIsAssociativeAndRepeatable() {
        for (Row one : all()) {
            for (Row two : all()) {
                assertThat(one.overlaid(two).overlaid(two)).isEqualTo(one.overlaid(two));
                assertThat(two.within(one.overlaid(two))).isTrue();
                for (Row three : all()) {
                    assertThat(one.overlaid(two).overlaid(three))
                            .isEqualTo(one.overlaid(two.overlaid(three)));
                }
            }
        }
    }

    @Test
    void rowsAreEqualInWhateverOrderTheyAreHeld() {
        Row one = Row.of(Header.of("a", "b"), List.of(new Value.Int(1), Value.nothing()));
        Row other = Row.of(Header.of("b", "a"), List.of(Value.nothing(), new Value.Int(1)));
        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(one).isNotEqualTo(Row.of("a", new Value.Int(1)));
    }

    @Test
    void aValueLookedAtOnceIsTheValueAndIsDecodedAnew() {
        int[] decoded = {0};
        Row row =
                Row.encoded(
                        Header.of(NAMES),
                        index -> {
                            decoded[0]++;
                            return new Value.Int(index);
                        });

        assertThat(row.once(2)).isEqualTo(row.once(2)).isEqualTo(new Value.Int(2));
        assertThat(decoded[0]).isEqualTo(2);
        assertThat(row.at(2)).isSameAs(row.once(2));
        assertThat(decoded[0]).isEqualTo(3);
        for (Row each : all()) {
            for (int i = 0; i < each.header().size(); i++) {
                assertThat(each.once(i)).isEqualTo(each.at(i));
            }
        }
    }
}
