package io.syncline.engine.gather;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What several sources come to, for all that up to four of them can say in a small world. */
class GatheringLawsTest {
    private static final List<String> FIELDS = List.of("id", "a", "b");
    private static final Set<String> SHARED = Set.of("id", "a");

    /** All that one source may say: nothing, and rows with the field b or without it. */
    private static final List<Image> SAID =
            List.of(
                    Image.absent(),
                    row("x", null),
                    row("x", new Value.Int(1)),
                    row("x", Value.Null.NULL),
                    row("y", null),
                    row("y", new Value.Int(2)));

    private static Image row(String a, @Nullable Value b) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("id", new Value.Int(1));
        fields.put("a", new Value.Text(a));
        if (b != null) {
            fields.put("b", b);
        }
        return Image.whole(Row.of(fields));
    }

    private static Gathered gathered(int confirmations, boolean origins, List<Voice> voices) {
        return new Gathering(FIELDS, SHARED, new GatherTerms(confirmations, origins)).of(voices);
    }

    private static void everything(int sources, BiConsumer<Integer, List<Voice>> look) {
        int all = (int) Math.pow(SAID.size(), sources);
        for (int number = 0; number < all; number++) {
            List<Voice> voices = new ArrayList<>();
            for (int i = 0, rest = number; i < sources; i++, rest /= SAID.size()) {
                voices.add(new Voice("s" + (i + 1), SAID.get(rest % SAID.size())));
            }
            for (int confirmations : new int[] {0, 2, 3, 4}) {
                if (confirmations <= sources) {
                    look.accept(confirmations, voices);
                }
            }
        }
    }

    /** The vote of a source: its row in the fields that all have. */
    private static String vote(Voice voice) {
        Row row = voice.image().row();
        return row == null ? "none" : String.valueOf(row.get("a"));
    }

    private static long most(List<Voice> voices) {
        Map<String, Long> votes = new HashMap<>();
        voices.forEach(voice -> votes.merge(vote(voice), 1L, Long::sum));
        return votes.values().stream().mapToLong(Long::longValue).max().orElseThrow();
    }

    private static String vote(Gathered.Made made) {
        return vote(new Voice("", made.image()));
    }

    @Test
    void nothingIsWrittenThatFewerAgreeOnThanHaveTo() {
        for (int sources = 2; sources <= 4; sources++) {
            everything(
                    sources,
                    (confirmations, voices) -> {
                        if (confirmations == 0) {
                            return;
                        }
                        switch (gathered(confirmations, false, voices)) {
                            case Gathered.Made made -> {
                                long votes =
                                        voices.stream()
                                                .filter(each -> vote(each).equals(vote(made)))
                                                .count();
                                assertThat(votes).isGreaterThanOrEqualTo(confirmations);
                                assertThat(votes).isEqualTo(most(voices));
                            }
                            case Gathered.Held held -> {
                                assertThat(most(voices)).isLessThan(confirmations);
                                assertThat(held.code()).isEqualTo(Code.UNVERIFIED);
                                assertThat(held.candidate().isAbsent()).isFalse();
                                assertThat(held.why()).doesNotContain("x", "y");
                            }
                        }
                    });
        }
    }

    @Test
    void oneMoreThatAgreesNeverUnverifiesARow() {
        everything(
                4,
                (confirmations, voices) -> {
                    if (confirmations == 0
                            || !(gathered(confirmations, false, voices)
                                    instanceof Gathered.Made made)) {
                        return;
                    }
                    Voice agrees =
                            voices.stream()
                                    .filter(each -> vote(each).equals(vote(made)))
                                    .findFirst()
                                    .orElseThrow();
                    for (int i = 0; i < voices.size(); i++) {
                        List<Voice> more = new ArrayList<>(voices);
                        more.set(i, new Voice(voices.get(i).source(), agrees.image()));
                        assertThat(gathered(confirmations, false, more))
                                .isInstanceOfSatisfying(
                                        Gathered.Made.class,
                                        again -> assertThat(vote(again)).isEqualTo(vote(made)));
                    }
                });
    }

    @Test
    void withoutAQuorumAFieldIsOfTheFirstSourceThatHasItAndTheRow() {
        everything(
                3,
                (confirmations, voices) -> {
                    if (confirmations != 0) {
                        return;
                    }
                    var made = (Gathered.Made) gathered(0, true, voices);
                    List<Row> rows = new ArrayList<>();
                    for (Voice each : voices) {
                        Row row = each.image().row();
                        if (row != null) {
                            rows.add(row);
                        }
                    }
                    Row row = made.image().row();
                    assertThat(row == null).isEqualTo(rows.isEmpty());
                    if (row == null) {
                        return;
                    }
                    for (String field : FIELDS) {
                        Value first =
                                rows.stream()
                                        .map(each -> each.get(field))
                                        .filter(Objects::nonNull)
                                        .findFirst()
                                        .orElse(Value.Null.NULL);
                        assertThat(row.get(field)).isEqualTo(first);
                    }
                    assertThat(row.get(Gathering.SOURCES)).isEqualTo(new Value.Int(rows.size()));
                    assertThat(row.get(Gathering.SOURCE))
                            .isEqualTo(new Value.Text(String.join(",", made.from())));
                });
    }

    /** A field that a source does not have says nothing; one that is NULL there says NULL. */
    @Test
    void aFieldThatASourceDoesNotHaveIsNotNull() {
        List<Voice> lacks = List.of(new Voice("s1", SAID.get(1)), new Voice("s2", SAID.get(5)));
        List<Voice> empty = List.of(new Voice("s1", SAID.get(3)), new Voice("s2", SAID.get(5)));

        assertThat(value(lacks, "b")).isEqualTo(new Value.Int(2));
        assertThat(value(lacks, Gathering.SOURCE)).isEqualTo(new Value.Text("s1,s2"));
        assertThat(value(empty, "b")).isEqualTo(Value.Null.NULL);
        assertThat(value(empty, Gathering.SOURCE)).isEqualTo(new Value.Text("s1"));
    }

    private static @Nullable Value value(List<Voice> voices, String field) {
        Row row = ((Gathered.Made) gathered(0, true, voices)).image().row();
        return row == null ? null : row.get(field);
    }

    @Test
    void whoIsOutvotedGivesNoFieldAtAll() {
        List<Voice> voices =
                List.of(
                        new Voice("s1", SAID.get(5)),
                        new Voice("s2", SAID.get(1)),
                        new Voice("s3", SAID.get(2)));

        var made = (Gathered.Made) gathered(2, true, voices);

        assertThat(made.from()).containsExactly("s2", "s3");
        assertThat(Objects.requireNonNull(made.image().row()).get("b")).isEqualTo(new Value.Int(1));
    }
}
