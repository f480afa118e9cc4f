package io.syncline.server.api;

import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.sync.Parked;
import io.syncline.engine.sync.ParkedCare;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The calls about rows that could not be applied. */
public final class ParkedCalls {
    private static final String SYNC_ID = "sync_id";
    private static final String STATUS = "status";
    private static final String NOT_PARKED = "not_parked";
    private static final int UNPROCESSABLE = 422;

    private final Supplier<Backend> backend;

    /** Calls on a backend, which is asked for at each call. */
    public ParkedCalls(Supplier<Backend> backend) {
        this.backend = backend;
    }

    private record Cause(String table, Code code) {}

    private static final class Count {
        private long rows;
        private String example = "";
    }

    /** How many rows wait, by table and code. */
    public Reply causes(Request request) {
        Backend parts = backend.get();
        String id = SyncCalls.entry(parts, request).definition().id();
        Map<Cause, Count> counts =
                new TreeMap<>(Comparator.comparing(Cause::table).thenComparing(Cause::code));
        each(
                parts,
                id,
                row -> {
                    Cause cause = new Cause(row.change().id().collection(), row.code());
                    Count count = counts.computeIfAbsent(cause, _ -> new Count());
                    count.example = count.rows++ == 0 ? row.detail() : count.example;
                });
        ObjectNode body = Views.object().put(SYNC_ID, id);
        body.put("rows", counts.values().stream().mapToLong(count -> count.rows).sum());
        ArrayNode causes = body.putArray("causes");
        counts.forEach(
                (cause, count) ->
                        causes.addObject()
                                .put("table", cause.table())
                                .put("code", cause.code().text())
                                .put("name", cause.code().name())
                                .put("rows", count.rows)
                                .put("example", count.example));
        return Reply.of(200, body);
    }

    /** A page of a sync's parked rows. */
    public Reply parked(Request request) {
        Backend parts = backend.get();
        String id = SyncCalls.entry(parts, request).definition().id();
        Problems problems = new Problems();
        long after = RunCalls.number(request, "after", 0, Long.MAX_VALUE, problems);
        int limit =
                (int) RunCalls.number(request, "limit", RunCalls.PAGE, RunCalls.PAGE_MAX, problems);
        if (!problems.none()) {
            return Complaints.of(problems.all());
        }
        List<Parked> rows = parts.history().parked(id, after, limit);
        ObjectNode body = Views.object();
        body.put("sync_id", id);
        ArrayNode page = body.putArray("parked");
        rows.forEach(row -> Views.parked(page.addObject(), row));
        body.put("next", rows.size() < limit ? null : Long.valueOf(rows.getLast().id()));
        return Reply.of(200, body);
    }

    /** Tries a parked row again. */
    public Reply replay(Request request) {
        Parked row = parkedRow(request);
        boolean settled = backend.get().syncs().parked().replay(row.id());
        return Reply.of(
                200,
                Views.object()
                        .put("id", row.id())
                        .put("status", settled ? "settled" : "still_parked"));
    }

    /** Gives a parked row up. */
    public Reply discard(Request request) {
        Parked row = parkedRow(request);
        backend.get().syncs().parked().discard(row.id());
        return Reply.of(200, Views.object().put("id", row.id()).put("status", "discarded"));
    }

    /** Tries all rows again that a body chooses. */
    public Reply replayMany(Request request) {
        return switch (ParkedChoice.parse(request.body())) {
            case ParkedChoice.Asked.Bad(List<Problem> problems) -> Complaints.of(problems);
            case ParkedChoice.Asked.Good(ParkedChoice choice) -> {
                Chosen chosen = chosen(request, choice);
                Set<Long> still = chosen.parts.syncs().parked().replay(chosen.rows);
                ObjectNode body = Views.object().put(SYNC_ID, chosen.syncId);
                body.put("settled", chosen.rows.size() - still.size());
                ArrayNode left = body.putArray("still_parked");
                still.stream().sorted().forEach(left::add);
                chosen.gone.forEach(body.putArray(NOT_PARKED)::add);
                yield Reply.of(200, body);
            }
        };
    }

    /** Gives all rows up that a body chooses. */
    public Reply discardMany(Request request) {
        return switch (ParkedChoice.parse(request.body())) {
            case ParkedChoice.Asked.Bad(List<Problem> problems) -> Complaints.of(problems);
            case ParkedChoice.Asked.Good(ParkedChoice choice) -> {
                Chosen chosen = chosen(request, choice);
                int discarded = 0;
                for (Parked row : chosen.rows) {
                    discarded += discarded(chosen.parts, row) ? 1 : 0;
                }
                ObjectNode body = Views.object().put(SYNC_ID, chosen.syncId);
                body.put("discarded", discarded);
                chosen.gone.forEach(body.putArray(NOT_PARKED)::add);
                yield Reply.of(200, body);
            }
        };
    }

    /** False if it was settled meanwhile. */
    private static boolean discarded(Backend parts, Parked row) {
        try {
            parts.syncs().parked().discard(row.id());
            return true;
        } catch (EndpointException e) {
            if (e.code() == Code.UNKNOWN_PARKED) {
                return false;
            }
            throw e;
        }
    }

    private record Chosen(Backend parts, String syncId, List<Parked> rows, List<Long> gone) {}

    private Chosen chosen(Request request, ParkedChoice choice) {
        Backend parts = backend.get();
        String id = SyncCalls.entry(parts, request).definition().id();
        List<Parked> rows = new ArrayList<>();
        List<Long> gone = new ArrayList<>();
        if (choice.ids().isEmpty()) {
            each(
                    parts,
                    id,
                    row -> {
                        if (choice.meant(row)) {
                            rows.add(row);
                        }
                    });
        }
        for (long number : choice.ids()) {
            Parked row = parts.history().parkedRow(number);
            if (row == null || !row.syncId().equals(id)) {
                gone.add(number);
            } else {
                rows.add(row);
            }
        }
        return new Chosen(parts, id, rows, gone);
    }

    private static void each(Backend parts, String syncId, Consumer<Parked> visitor) {
        long after = 0;
        List<Parked> page = parts.history().parked(syncId, after, RunCalls.PAGE_MAX);
        while (!page.isEmpty()) {
            page.forEach(visitor);
            after = page.getLast().id();
            page = parts.history().parked(syncId, after, RunCalls.PAGE_MAX);
        }
    }

    /** Writes a parked row as the body has it. */
    public Reply edit(Request request) {
        Backend parts = backend.get();
        String id = request.variable("parked_id");
        Parked row = row(parts, id);
        ParkedCare care = parts.syncs().parked();
        return switch (EditParser.parse(request.body(), care.layout(row), row)) {
            case EditParser.Asked.Bad(List<Problem> problems) -> Complaints.of(problems);
            case EditParser.Asked.Good(Map<String, Value> given) -> {
                ParkedCare.Refusal refusal = care.edit(row, given, request.who());
                yield refusal == null
                        ? Reply.of(200, Views.object().put("id", row.id()).put(STATUS, "settled"))
                        : Complaints.of(UNPROCESSABLE, refusal.code(), refusal.detail());
            }
        };
    }

    private Parked parkedRow(Request request) {
        Backend parts = backend.get();
        String syncId = SyncCalls.entry(parts, request).definition().id();
        String id = request.variable("parked_id");
        Parked row = row(parts, id);
        if (!row.syncId().equals(syncId)) {
            throw unknown(id);
        }
        return row;
    }

    private static Parked row(Backend parts, String id) {
        Parked row = id.matches("\\d{1,18}") ? parts.history().parkedRow(Long.parseLong(id)) : null;
        if (row == null) {
            throw unknown(id);
        }
        return row;
    }

    private static EndpointException unknown(String id) {
        return new EndpointException(
                EndpointException.Kind.MISCONFIGURED,
                Code.UNKNOWN_PARKED,
                "There is no parked row " + Words.quoted(id) + ".");
    }
}
