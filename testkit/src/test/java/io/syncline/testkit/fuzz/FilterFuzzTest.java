package io.syncline.testkit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.filter.Condition;
import io.syncline.core.filter.FilterParser;
import io.syncline.core.filter.Predicate;
import io.syncline.core.filter.Reading;
import io.syncline.core.filter.Truth;
import io.syncline.testkit.filter.FilterSamples;
import io.syncline.testkit.filter.HostileFilters;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FilterFuzzTest {
    private static final List<Field> FIELDS =
            List.of(
                    new Field("a", new FieldType.Int(32), true),
                    new Field("b", new FieldType.Text(null), true),
                    new Field("c", new FieldType.Decimal(null, null), true),
                    new Field("d", new FieldType.Instant(), true),
                    new Field("e", new FieldType.Real(32), true),
                    new Field("f", new FieldType.Bytes(), true));
    private static final Row ROW =
            Row.of("b", new Value.Text("ab")).overlaid(Row.of("a", new Value.Int(1)));

    @Test
    void aFilterIsReadOrRefused() {
        List<String> samples = new ArrayList<>(HostileFilters.ALL);
        FIELDS.forEach(field -> samples.addAll(FilterSamples.of(field)));
        samples.add("a = 1 AND (b = 'x' OR NOT (c <> 2.5 AND b LIKE '%x' ESCAPE '!'))");

        Fuzz.Tally tally =
                Fuzz.text(
                        "filter",
                        samples,
                        List.of(
                                " AND ",
                                " OR ",
                                " NOT ",
                                "(",
                                ")",
                                "''",
                                "'",
                                "\"",
                                " IN (",
                                " NULL",
                                " LIKE '%_'",
                                "a = 1",
                                " BETWEEN ",
                                "-",
                                "😀",
                                "\0",
                                "’",
                                ".",
                                "9999"),
                        FilterFuzzTest::reads);

        assertThat(tally.taken()).isBetween(tally.inputs() / 100, tally.inputs() * 99 / 100);
    }

    private static boolean reads(String text) {
        Reading<Condition> read = FilterParser.parse(text);
        Condition condition = read.result();
        if (condition == null) {
            assertThat(read.problems()).isNotEmpty().hasSizeLessThanOrEqualTo(20);
            return false;
        }
        String canonical = condition.toString();
        if (canonical.length() <= FilterParser.LENGTH_MAX) {
            assertThat(FilterParser.parse(canonical).orThrow()).isEqualTo(condition);
        }
        Predicate predicate = condition.resolve(FIELDS).result();
        if (predicate != null) {
            Truth truth = predicate.test(ROW);
            assertThat(predicate.negationsInward().test(ROW)).isEqualTo(truth);
        }
        return true;
    }
}
