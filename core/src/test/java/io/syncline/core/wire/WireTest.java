package io.syncline.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.change.Header;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {
    @Test
    void everyValueComesBackEqual() {
        Samples.values()
                .forEach(
                        (name, value) ->
                                assertThat(Wire.value(Wire.text(value))).as(name).isEqualTo(value));
    }

    @Test
    void theSamplesLeaveNoKindOfValueOut() {
        Set<Class<?>> sampled =
                Samples.values().values().stream()
                        .map(Object::getClass)
                        .collect(Collectors.toSet());

        assertThat(sampled).containsAll(Arrays.asList(Value.class.getPermittedSubclasses()));
    }

    @Test
    void everyChangeComesBackEqual() {
        Samples.changes()
                .forEach(
                        (name, change) ->
                                assertThat(Wire.change(Wire.text(change)))
                                        .as(name)
                                        .isEqualTo(change));
    }

    @Test
    void aRowKeepsTheOrderOfItsFields() {
        Row row = Row.of(Header.of("z", "a"), List.of(new Value.Int(1), Value.nothing()));

        Row back = Wire.row(Wire.text(row));

        assertThat(back).isEqualTo(row);
        assertThat(back.header()).isEqualTo(row.header());
    }

    @Test
    void aKnownNullIsNotAnUnknownField() {
        Image known = Image.partial(Row.of("a", Value.nothing()));
        Image unknown = Image.partial(Row.of(Map.of()));

        assertThat(Wire.image(Wire.text(known))).isEqualTo(known).isNotEqualTo(unknown);
        assertThat(Wire.image(Wire.text(unknown))).isEqualTo(unknown);
    }

    @Test
    void equalRowIdsHaveOneText() {
        RowId one = RowId.of("t", new Value.Decimal(new BigDecimal("1.500")));
        RowId two = RowId.of("t", new Value.Decimal(new BigDecimal("1.5")));

        assertThat(Wire.text(one)).isEqualTo(Wire.text(two));
        assertThat(Wire.rowId(Wire.text(one))).isEqualTo(two);
    }

    @Test
    void everyTextSurvivesUtf8AndHoldsNoNul() {
        Samples.values()
                .forEach(
                        (name, value) -> {
                            String text = Wire.text(value);
                            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                            assertThat(new String(bytes, StandardCharsets.UTF_8))
                                    .as(name)
                                    .isEqualTo(text)
                                    .doesNotContain("\u0000");
                        });
    }

    @Test
    void wholeNumbersThatJavaScriptWouldRoundTravelAsText() {
        assertThat(Wire.text(new Value.Int(9_007_199_254_740_991L)))
                .isEqualTo("{\"v\":1,\"value\":9007199254740991}");
        assertThat(Wire.text(new Value.Int(-9_007_199_254_740_992L)))
                .isEqualTo("{\"v\":1,\"value\":{\"int\":\"-9007199254740992\"}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "{\"v\":2,\"value\":1}",
                "{\"value\":1,\"v\":1}",
                "{\"v\":1,\"row\":{}}",
                "{\"v\":1,\"value\":1}x",
                "{\"v\":1,\"value\":1,\"more\":2}",
                "{\"v\":1,\"value\":1.5}",
                "{\"v\":1,\"value\":99999999999999999999}",
                "{\"v\":1,\"value\":[1]}",
                "{\"v\":1,\"value\":{}}",
                "{\"v\":1,\"value\":{\"secret\":\"1\"}}",
                "{\"v\":1,\"value\":{\"decimal\":\"1E+999999999\"}}",
                "{\"v\":1,\"value\":{\"decimal\":\"x\"}}",
                "{\"v\":1,\"value\":{\"date\":\"2026-02-30\"}}",
                "{\"v\":1,\"value\":{\"bytes\":\"*\"}}",
                "{\"v\":1,\"value\":{\"date\":\"2026-02-28\",\"time\":\"00:00\"}}",
                "{\"v\":1,\"value\":{\"other\":{\"type\":\"x\"}}}",
                "{\"v\":1,\"value\":{\"struct\":{\"a\":1,\"a\":2}}}",
                "{\"v\":1,\"value\":{\"items\":[1}}"
            })
    void whatNoWriterMadeIsRefused(String text) {
        assertThatThrownBy(() -> Wire.value(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Not the wire form of a value, version 1");
    }

    @Test
    void aRefusalShowsNoneOfTheData() {
        String text = "{\"v\":1,\"row\":{\"a\":{\"date\":\"hunter2\"}}}";

        assertThatThrownBy(() -> Wire.row(text)).hasMessageNotContaining("hunter2").hasNoCause();
    }

    @Test
    void valuesNestedTooDeeplyAreRefusedWhenWritten() {
        Value value = Value.nothing();
        for (int i = 0; i < Wire.DEPTH_MAX; i++) {
            value = new Value.Items(List.of(value));
        }
        Value deep = value;

        assertThatThrownBy(() -> Wire.text(deep)).hasMessageContaining("nested too deeply");
    }
}
