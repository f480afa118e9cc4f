package io.syncline.server.api;

import io.syncline.core.change.Change;
import io.syncline.core.change.Field;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.shape.Kind;
import io.syncline.engine.shape.Shape;
import io.syncline.engine.shape.ShapeProblem;
import io.syncline.engine.shape.Shaped;
import io.syncline.engine.shape.Shapes;
import io.syncline.engine.sync.Leg;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The call that shows what would become of rows; nothing is kept or written. */
public final class PreviewCalls {
    private static final Version VERSION = new Version(0, 0, new ReplicaId("preview"));

    private final Supplier<Backend> backend;

    /** Calls on a backend, which is asked for at each call. */
    public PreviewCalls(Supplier<Backend> backend) {
        this.backend = backend;
    }

    /** Shapes sample rows as a configuration says. */
    public Reply preview(Request request) {
        Backend parts = backend.get();
        JsonNode body = request.body();
        if (body == null || !body.isObject()) {
            return Complaints.of(List.of(TriggerParser.notJson(": there is no object")));
        }
        Problems problems = new Problems();
        PreviewParser parser = new PreviewParser(problems);
        Fields fields = Fields.of(body, "", problems);
        Catalog given = parser.layouts(fields);
        Wanted wanted = parts.parser().parse(PreviewParser.configuration(body), "preview", 0);
        if (wanted instanceof Wanted.Bad(List<Problem> wrong)) {
            List<Problem> all = new ArrayList<>(wrong);
            all.addAll(problems.all());
            return Complaints.of(all);
        }
        if (!problems.none() || !(wanted instanceof Wanted.Good good)) {
            return Complaints.of(problems.all());
        }
        List<Shapes.Resolved> shapes = parts.syncs().shapes(good.definition(), given);
        Set<Problem> found = new LinkedHashSet<>();
        for (Shapes.Resolved each : shapes) {
            for (ShapeProblem problem : each.problems()) {
                found.add(new Problem(problem.code(), problem.pointer(), problem.message()));
            }
        }
        List<Layout> layouts = shapes.getFirst().sources();
        Map<String, List<Row>> rows = parser.rows(fields, layouts);
        found.addAll(problems.all());
        return found.isEmpty()
                ? Reply.of(200, shown(good, shapes, rows))
                : Complaints.of(List.copyOf(found));
    }

    private static ObjectNode shown(
            Wanted.Good good, List<Shapes.Resolved> shapes, Map<String, List<Row>> rows) {
        ObjectNode body = Views.object();
        Views.texts(body.putArray("notes"), good.notes());
        ArrayNode destinations = body.putArray("destinations");
        for (int i = 0; i < shapes.size(); i++) {
            ObjectNode destination = destinations.addObject();
            Leg leg = good.definition().legs().get(i);
            destination.put("name", leg.destination().name()).put("from", leg.source().name());
            ArrayNode tables = destination.putArray("tables");
            shapes.get(i)
                    .shapes()
                    .forEach(
                            (source, shape) -> {
                                ObjectNode table = tables.addObject();
                                table.put("source", source);
                                shape(table, shape);
                                ArrayNode shaped = table.putArray("rows");
                                rows.getOrDefault(source, List.of())
                                        .forEach(
                                                row -> row(shaped.addObject(), source, shape, row));
                            });
        }
        return body;
    }

    private static void shape(ObjectNode into, Shape shape) {
        into.put("target", shape.layout().collection());
        ArrayNode fields = into.putArray("fields");
        for (Field field : shape.layout().fields()) {
            fields.addObject()
                    .put("name", field.name())
                    .put("type", Kind.of(field.type()).word())
                    .put("nullable", field.nullable());
        }
        Views.texts(into.putArray("key"), shape.layout().key());
        Views.texts(into.putArray("shape"), shape.told());
    }

    /** A key does not matter here: each row is looked at alone. */
    private static void row(ObjectNode into, String source, Shape shape, Row row) {
        Change change =
                Change.of(new RowId(source, List.of()), Image.absent(), Image.whole(row), VERSION);
        switch (shape.shape(change)) {
            case Shaped.Put(Change put) -> outcome(into, "written", null, null, put);
            case Shaped.Bad(Change bad, var code, String detail) ->
                    outcome(into, "parked", code.text(), detail, bad);
            case Shaped.Gone _, Shaped.Skip _, Shaped.Unknown _ ->
                    outcome(into, "left_out", null, null, null);
        }
    }

    private static void outcome(
            ObjectNode into,
            String word,
            @Nullable String code,
            @Nullable String reason,
            @Nullable Change change) {
        into.put("outcome", word);
        into.put("code", code);
        into.put("reason", reason);
        Row row = change == null ? null : change.after().row();
        if (row == null) {
            into.putNull("row");
            return;
        }
        ObjectNode shown = into.putObject("row");
        for (int i = 0; i < row.header().size(); i++) {
            Value value = row.at(i);
            shown.put(row.header().names().get(i), Views.text(value));
        }
    }
}
