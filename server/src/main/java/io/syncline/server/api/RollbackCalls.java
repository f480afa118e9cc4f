package io.syncline.server.api;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.review.Answer;
import io.syncline.engine.review.Preview;
import io.syncline.engine.review.Rollback;
import io.syncline.engine.sync.Execution;
import io.syncline.engine.sync.ReviewDesk;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The calls that make rows of two-way syncs again what they were. */
public final class RollbackCalls {
    private static final String TABLE = "table";
    private static final String DRY_RUN = "dry_run";
    private static final String EXECUTION = "execution_id";
    private static final String FROM = "from";
    private static final String UNTIL = "until";

    private final Supplier<Backend> backend;

    /** Calls on a backend, which is asked for at each call. */
    public RollbackCalls(Supplier<Backend> backend) {
        this.backend = backend;
    }

    /** Makes a row again what it was at one of its versions, or tells what that would write. */
    public Reply row(Request request) {
        ReviewDesk desk = Desks.of(backend, request);
        Problems problems = new Problems();
        Fields fields = Fields.of(request.body(), "", problems);
        if (request.body() == null || !request.body().isObject()) {
            return Complaints.of(problems.all());
        }
        String table = fields.required(TABLE);
        JsonNode key = HistoryCalls.key(fields, problems);
        Long version = HistoryCalls.version(fields, "version", problems);
        boolean force = fields.flag("force", false);
        boolean preview = fields.flag(DRY_RUN, false);
        boolean blind = (force || preview) && !fields.has("latest");
        Long latest = blind ? version : HistoryCalls.version(fields, "latest", problems);
        String reason = Resolution.reason(fields, problems);
        fields.finish(Set.of());
        if (!problems.none() || table == null || key == null || version == null || latest == null) {
            return Complaints.of(problems.all());
        }
        RowId row = desk.row(table, HistoryCalls.parts(key));
        Answer answer =
                preview
                        ? desk.history().previewRollback(row, version)
                        : desk.history()
                                .rollback(row, version, latest, request.who(), reason, force);
        return answer instanceof Answer.Previewed(var would)
                ? previewed(desk, row, would)
                : HistoryCalls.undone(desk, row, answer, "rolled_back");
    }

    private static Reply previewed(ReviewDesk desk, RowId row, Preview would) {
        ObjectNode body = HistoryCalls.about(desk, row);
        body.put("status", "previewed").putNull("version");
        ConflictViews.preview(body, desk, row, would);
        return Reply.of(200, body);
    }

    /** Takes back all that was agreed in a run or a span of time, or counts it. */
    public Reply span(Request request) {
        ReviewDesk desk = Desks.of(backend, request);
        Problems problems = new Problems();
        Fields fields = Fields.of(request.body(), "", problems);
        if (request.body() == null || !request.body().isObject()) {
            return Complaints.of(problems.all());
        }
        String table = fields.text(TABLE);
        String collection = table == null ? null : desk.collection(table);
        if (table != null && collection == null) {
            problems.add(
                    Code.UNKNOWN_COLLECTION, fields.pointer(TABLE), "The sync has no such table.");
        }
        Execution run = run(desk, fields);
        Long from = time(fields, FROM, problems);
        Long until = time(fields, UNTIL, problems);
        check(fields, from, until, problems);
        boolean deletes = fields.flag("deletes", false);
        boolean force = fields.flag("force", false);
        boolean preview = fields.flag(DRY_RUN, false);
        String reason = Resolution.reason(fields, problems);
        fields.finish(Set.of());
        if (!problems.none()) {
            return Complaints.of(problems.all());
        }
        long now = backend.get().wallMillis().getAsLong();
        long begin = run == null ? (from == null ? 0 : from) : run.startedMillis();
        long end = run == null ? (until == null ? now : until) : run.open() ? now : ended(run);
        Rollback.Span span =
                new Rollback.Span(begin, end, collection, deletes, force, request.who(), reason);
        return Reply.of(200, told(desk, span, preview, desk.rollback(span, preview, run)));
    }

    /** One run, or one span of time. */
    private static void check(
            Fields fields, @Nullable Long from, @Nullable Long until, Problems problems) {
        boolean spanned = from != null || until != null;
        if (fields.has(EXECUTION) && spanned) {
            problems.add(
                    Code.IMPOSSIBLE_PAIR,
                    fields.pointer(EXECUTION),
                    "A run has its own span of time: name the run, or from and until.");
        } else if (!fields.has(EXECUTION) && from == null && !fields.has(FROM)) {
            problems.add(
                    Code.MISSING_KEY,
                    fields.pointer(EXECUTION),
                    "A run, or from when on, is expected here.");
        } else if (from != null && until != null && from >= until) {
            problems.add(Code.OUT_OF_RANGE, fields.pointer(UNTIL), "A span ends after it begins.");
        }
    }

    /** What is decided in the millisecond in which a run ends is its own. */
    private static long ended(Execution run) {
        return run.completedMillis() + 1;
    }

    private @Nullable Execution run(ReviewDesk desk, Fields fields) {
        String id = fields.text(EXECUTION);
        if (id == null) {
            return null;
        }
        Execution run = backend.get().syncs().execution(id);
        if (run == null || !run.syncId().equals(desk.definition().id())) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.UNKNOWN_EXECUTION,
                    "The sync has had no run " + Words.quoted(id) + ".");
        }
        return run;
    }

    private static @Nullable Long time(Fields fields, String name, Problems problems) {
        String text = fields.text(name);
        try {
            return text == null ? null : Long.valueOf(Instant.parse(text).toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            problems.add(
                    Code.WRONG_TYPE,
                    fields.pointer(name),
                    "A time such as 2026-03-01T12:00:00Z is expected here.");
            return null;
        }
    }

    private static ObjectNode told(
            ReviewDesk desk, Rollback.Span span, boolean preview, Rollback.Report report) {
        ObjectNode body =
                Views.object()
                        .put("sync_id", desk.definition().id())
                        .put(FROM, Instant.ofEpochMilli(span.fromMillis()).toString())
                        .put(UNTIL, Instant.ofEpochMilli(span.untilMillis()).toString())
                        .put(DRY_RUN, preview)
                        .put("rows", report.rows())
                        .put("restored", report.restored());
        for (Rollback.Why why : Rollback.Why.values()) {
            body.put(Views.word(why), report.count(why));
        }
        ArrayNode left = body.putArray("left_alone");
        report.left().stream()
                .limit(Rollback.LEFT_MAX)
                .forEach(
                        each -> {
                            ObjectNode one = left.addObject();
                            ConflictViews.row(one, each.id());
                            one.put("why", Views.word(each.why()));
                            one.put("because", each.because());
                        });
        return body;
    }
}
