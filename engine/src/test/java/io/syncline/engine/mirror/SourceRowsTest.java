package io.syncline.engine.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Token;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.shape.Shaped;
import io.syncline.engine.sync.Route;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceRowsTest {
    private static final Layout KEPT =
            new Layout(
                    "kept",
                    List.of(new Field("id", new FieldType.Int(64), false)),
                    List.of("id"),
                    List.of(),
                    -1);

    /**
     * A row waits whose table a person has taken out since: it keeps no other from being mended.
     */
    @Test
    void aRowOfATableThatIsNotCopiedAnyMoreHoldsNoOtherUp() {
        Plan plan = new Plan(List.of(new Route("kept", "kept")), Map.of("kept", KEPT));
        RowId here = RowId.of("kept", new Value.Int(1));
        Row row = Row.of("id", new Value.Int(1));

        List<Shaped> completed =
                new SourceRows(source(row), plan)
                        .completeAll(
                                List.of(asked(RowId.of("gone", new Value.Int(1))), asked(here)));

        assertThat(completed.getFirst()).isNull();
        assertThat(completed.getLast())
                .isInstanceOfSatisfying(
                        Shaped.Put.class,
                        put -> assertThat(put.change().after()).isEqualTo(Image.whole(row)));
    }

    private static Change asked(RowId id) {
        return Change.of(
                id, Image.absent(), Image.absent(), new Version(1, 0, new ReplicaId("source")));
    }

    /** Has this row under every name. */
    private static Object source(Row row) {
        return Proxy.newProxyInstance(
                SourceRowsTest.class.getClassLoader(),
                new Class<?>[] {io.syncline.core.endpoint.Source.class, Lookup.class},
                (_, method, arguments) ->
                        method.getName().equals("head")
                                ? new Position("1")
                                : ((List<?>) arguments[0])
                                        .stream()
                                                .map(
                                                        _ ->
                                                                new Found.Seen(
                                                                        Image.whole(row),
                                                                        new Token("1")))
                                                .toList());
    }
}
