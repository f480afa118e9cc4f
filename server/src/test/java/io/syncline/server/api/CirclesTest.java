package io.syncline.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.sync.Direction;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.engine.sync.ExistingData;
import io.syncline.engine.sync.FurtherSource;
import io.syncline.engine.sync.Mode;
import io.syncline.engine.sync.Options;
import io.syncline.engine.sync.RetryPolicy;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.engine.sync.Wording;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which syncs lead an edit in a circle, and which do not. */
class CirclesTest {
    private static final EndpointSpec A = end("a");
    private static final EndpointSpec B = end("b");
    private static final EndpointSpec C = end("c");
    private static final EndpointSpec D = end("d");

    private static EndpointSpec end(String host, String... more) {
        Map<String, String> settings = new TreeMap<>();
        // Who logs in does not matter, nor how the host is written.
        String user = "u" + more.length;
        settings.put("connection", "postgresql://" + user + ":secret@" + host + "/x");
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return new EndpointSpec("end of " + host, "postgresql", settings);
    }

    private static SyncDefinition both(String name, EndpointSpec one, EndpointSpec... others) {
        return sync(name, Direction.BI_DIRECTIONAL, one, List.of(others), "t");
    }

    private static SyncDefinition oneWay(String name, EndpointSpec from, EndpointSpec to) {
        return sync(name, Direction.ONE_WAY, from, List.of(to), "t");
    }

    private static SyncDefinition sync(
            String name,
            Direction direction,
            EndpointSpec source,
            List<EndpointSpec> destinations,
            String... tables) {
        return sync(name, direction, source, List.of(), destinations, List.of(tables), List.of());
    }

    private static SyncDefinition sync(
            String name,
            Direction direction,
            EndpointSpec source,
            List<EndpointSpec> further,
            List<EndpointSpec> destinations,
            List<String> tables,
            List<String> collections) {
        return new SyncDefinition(
                "sync_" + name,
                name,
                direction,
                Mode.REAL_TIME,
                source,
                further.stream().map(each -> new FurtherSource(each, tables, List.of())).toList(),
                destinations,
                tables,
                collections,
                null,
                RetryPolicy.standard(),
                1,
                ExistingData.FILL,
                Options.standard(),
                Wording.none(),
                0);
    }

    private static Circles.@Nullable Closed closed(SyncDefinition sync, SyncDefinition... others) {
        return new Circles(spec -> spec).closed(sync, Stream.of(others).toList());
    }

    @Test
    void aCircleOfTwoWaySyncsIsToldWithItsWay() {
        Circles.Closed closed = closed(both("ca", C, end("A")), both("ab", A, B), both("bc", B, C));
        assertThat(closed).isNotNull();
        assertThat(closed.leg()).isZero();
        assertThat(closed.way())
                .isEqualTo("c/x t → a/x t (by 'ca') → b/x t (by 'ab') → c/x t (by 'bc')");
        assertThat(closed.way()).doesNotContain("secret");
    }

    @Test
    void twoSyncsBetweenTheSameTablesAreACircle() {
        assertThat(closed(both("again", B, A), both("ab", A, B))).isNotNull();
        assertThat(closed(oneWay("back", B, A), oneWay("ab", A, B))).isNotNull();
        assertThat(closed(oneWay("ab too", A, B), both("ab", A, B))).isNotNull();
        assertThat(closed(oneWay("ca", C, A), oneWay("ab", A, B), oneWay("bc", B, C))).isNotNull();
        assertThat(closed(oneWay("ac", A, C), both("ab", A, B), both("bc", B, C))).isNotNull();
    }

    @Test
    void chainsStarsAndFansAreNone() {
        assertThat(closed(both("cd", C, D), both("ab", A, B), both("bc", B, C))).isNull();
        assertThat(closed(both("star", A, B, C, D))).isNull();
        SyncDefinition star =
                sync(
                        "star",
                        Direction.BI_DIRECTIONAL,
                        A,
                        List.of(B, C),
                        List.of(D),
                        List.of("t"),
                        List.of());
        assertThat(closed(star)).isNull();
        assertThat(closed(both("bc", B, C), star)).isNotNull();
        assertThat(closed(oneWay("dx", D, end("other")), star)).isNull();
        // Two ways that lead to one place do not come back.
        assertThat(closed(oneWay("cd", C, D), oneWay("ab", A, B), oneWay("ac", A, C))).isNull();
        assertThat(closed(oneWay("bd", B, D), oneWay("ab", A, B), oneWay("cd", C, D))).isNull();
    }

    /** A sync that is changed is not in its own way. */
    @Test
    void aSyncClosesNoCircleWithWhatItWas() {
        assertThat(closed(both("ab", A, B), both("ab", A, B))).isNull();
    }

    @Test
    void aCircleIsOneOfTables() {
        SyncDefinition there = sync("there", Direction.ONE_WAY, A, List.of(B), "t", "u");
        Direction one = Direction.ONE_WAY;
        assertThat(closed(sync("v", one, B, List.of(A), "v"), there)).isNull();
        assertThat(closed(sync("u", one, B, List.of(A), "public.u"), there)).isNotNull();
        assertThat(closed(sync("s", one, B, List.of(A), "s.u"), there)).isNull();
        assertThat(closed(sync("schema", one, B, List.of(end("a", "schema", "s")), "u"), there))
                .isNull();
        // All tables are those that others name, too.
        assertThat(closed(sync("all", one, B, List.of(A)), there)).isNotNull();
        assertThat(closed(sync("all", one, B, List.of(A)), sync("all t", one, A, List.of(B))))
                .isNotNull();
        // By the names they have there.
        SyncDefinition renamed =
                sync("r", one, A, List.of(), List.of(B), List.of("t"), List.of("u"));
        assertThat(closed(sync("t", one, B, List.of(A), "t"), renamed)).isNull();
        SyncDefinition back = sync("b", one, B, List.of(), List.of(A), List.of("u"), List.of("t"));
        assertThat(closed(back, renamed)).isNotNull();
    }
}
