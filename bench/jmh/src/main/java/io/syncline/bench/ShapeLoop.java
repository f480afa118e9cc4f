package io.syncline.bench;

import io.syncline.connector.postgres.PostgresLoops;
import io.syncline.core.change.Change;
import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.shape.Shape;
import io.syncline.engine.shape.ShapeTools;
import io.syncline.engine.shape.Shapes;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Changes shaped by a mask, a filter and a validation. */
@State(Scope.Thread)
public class ShapeLoop {
    private static final Layout LAYOUT =
            new Layout(
                    "public.item",
                    List.of(
                            new Field("id", new FieldType.Int(64), false),
                            new Field("kind", new FieldType.Int(32), true),
                            new Field("name", new FieldType.Text(null), true),
                            new Field("description", new FieldType.Text(null), true),
                            new Field("active", new FieldType.Bool(), true)),
                    List.of("id"),
                    List.of(),
                    -1);

    private List<Change> changes = List.of();
    private Shape shape;

    /** Makes the changes and the shape. */
    @Setup
    public void make() throws IOException {
        changes = PostgresLoops.changes();
        Shapes.Resolved resolved =
                Shapes.resolve(
                        Rules.ofItems("public.item", "kind < 1000"),
                        0,
                        Map.of(LAYOUT, "item"),
                        ShapeTools.plain(() -> 0));
        if (!resolved.problems().isEmpty()) {
            throw new IllegalStateException(resolved.problems().toString());
        }
        shape = resolved.shapes().get("public.item");
    }

    /** Shapes them. */
    @Benchmark
    @OperationsPerInvocation(PostgresLoops.CHANGES)
    public void shape(Blackhole hole) {
        for (Change change : changes) {
            hole.consume(shape.shape(change));
        }
    }
}
