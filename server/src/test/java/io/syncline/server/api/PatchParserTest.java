package io.syncline.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.endpoint.Code;
import io.syncline.engine.evolve.SchemaChanges;
import io.syncline.engine.sync.Direction;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.engine.sync.ExistingData;
import io.syncline.engine.sync.Mode;
import io.syncline.engine.sync.RetryPolicy;
import io.syncline.engine.sync.SyncDefinition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PatchParserTest {
    private static SyncDefinition sync(String... tables) {
        return new SyncDefinition(
                "sync_1",
                "shop",
                Direction.ONE_WAY,
                Mode.REAL_TIME,
                new EndpointSpec("source", "memory", Map.of("secret", "s")),
                List.of(new EndpointSpec("report", "memory", Map.of())),
                List.of(tables),
                List.of(),
                null,
                RetryPolicy.standard(),
                4,
                ExistingData.REFUSE,
                7);
    }

    private static PatchParser.Asked parse(String body, SyncDefinition now) {
        return PatchParser.parse(JsonMapper.shared().readTree(body), now, shape -> shape);
    }

    @Test
    void whatIsNotNamedStaysAsItIs() {
        SyncDefinition now = sync("users", "orders");
        SyncDefinition wanted =
                ((PatchParser.Asked.Good)
                                parse(
                                        "{\"addTables\": [\"items\"], \"remove_tables\":"
                                                + " [\"users\"], \"schema_changes\": \"pause\"}",
                                        now))
                        .definition();

        assertThat(wanted.tables()).containsExactly("orders", "items");
        assertThat(wanted.options()).isEqualTo(now.options().with(SchemaChanges.PAUSE));
        assertThat(wanted.source()).isEqualTo(now.source());
        assertThat(parse("{}", now)).isEqualTo(new PatchParser.Asked.Good(now, false, List.of()));
    }

    @Test
    void everythingThatCannotBeChangedIsSaidAtOnce() {
        String body =
                "{\"source\": {\"connection\": \"secret\"}, \"mode\": \"batch\", \"remove_tables\":"
                        + " [\"none\"], \"schema_changes\": \"sometimes\", \"color\": 1}";
        List<Problem> problems = ((PatchParser.Asked.Bad) parse(body, sync("users"))).problems();

        assertThat(problems)
                .extracting(Problem::code)
                .containsExactlyInAnyOrder(
                        Code.FIXED,
                        Code.FIXED,
                        Code.UNKNOWN_COLLECTION,
                        Code.UNKNOWN_WORD,
                        Code.UNKNOWN_KEY);
        assertThat(problems.toString()).doesNotContain("\"secret");
        assertThat(((PatchParser.Asked.Bad) parse("{\"add_tables\": [\"t\"]}", sync())).problems())
                .extracting(Problem::code)
                .containsExactly(Code.FIXED);
    }
}
