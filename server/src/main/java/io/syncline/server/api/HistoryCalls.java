package io.syncline.server.api;

import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.pair.Deed;
import io.syncline.engine.review.Answer;
import io.syncline.engine.review.Entry;
import io.syncline.engine.review.History.Back;
import io.syncline.engine.sync.ReviewDesk;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The calls about how rows of two-way syncs came to be as they are, and the way back. */
public final class HistoryCalls {
    private static final String TABLE = "table";
    private static final String KEY = "key";
    private static final String FIELDS = "fields";
    private static final String VERSION = "version";

    private final Supplier<Backend> backend;

    /** Calls on a backend, which is asked for at each call. */
    public HistoryCalls(Supplier<Backend> backend) {
        this.backend = backend;
    }

    private static @Nullable RowId row(ReviewDesk desk, Request request, Problems problems) {
        String table = request.query().get(TABLE);
        String key = request.query().get(KEY);
        if (table == null || key == null) {
            problems.add(Code.MISSING_KEY, "", "The query names a table and a key.");
            return null;
        }
        return desk.row(table, parts(key));
    }

    /** A key of several values is written as a JSON list. */
    private static List<String> parts(String key) {
        if (key.startsWith("[")) {
            try {
                return parts(JsonMapper.shared().readTree(key));
            } catch (JacksonException e) {
                return List.of(key);
            }
        }
        return List.of(key);
    }

    /** The values of a key, written as one or as a list. */
    static List<String> parts(JsonNode key) {
        List<String> parts = new ArrayList<>();
        if (key.isArray()) {
            key.forEach(each -> parts.add(each.isString() ? each.stringValue() : each.toString()));
        } else {
            parts.add(key.isString() ? key.stringValue() : key.toString());
        }
        return parts;
    }

    /** The beginning of an answer about a row. */
    static ObjectNode about(ReviewDesk desk, RowId row) {
        ObjectNode body = Views.object().put("sync_id", desk.definition().id());
        body.put("source", desk.leg().source().name());
        body.put("destination", desk.leg().destination().name());
        ConflictViews.row(body, row);
        return body;
    }

    /** A page of a row's versions, latest first. */
    public Reply history(Request request) {
        ReviewDesk desk = Desks.of(backend, request);
        Problems problems = new Problems();
        long before = RunCalls.number(request, "before", Long.MAX_VALUE, Long.MAX_VALUE, problems);
        int limit =
                (int) RunCalls.number(request, "limit", RunCalls.PAGE, RunCalls.PAGE_MAX, problems);
        RowId row = row(desk, request, problems);
        if (row == null || !problems.none()) {
            return Complaints.of(problems.all());
        }
        List<Entry> entries = desk.history().of(row, before, Math.max(1, limit));
        ObjectNode body = about(desk, row);
        ArrayNode versions = body.putArray("versions");
        entries.forEach(entry -> version(versions.addObject(), entry));
        boolean whole = entries.isEmpty() || entries.size() < limit;
        body.put("next", whole ? null : Long.valueOf(entries.getLast().version()));
        return Reply.of(200, body);
    }

    private static void version(ObjectNode into, Entry entry) {
        by(into, entry);
        into.put("existed", entry.existed()).put("exists", entry.exists());
        ArrayNode steps = into.putArray("steps");
        entry.steps().forEach(each -> step(steps.addObject(), each));
        Views.texts(into.putArray("open"), entry.open());
    }

    private static void by(ObjectNode into, Entry entry) {
        into.put(VERSION, entry.version());
        into.put("at", Views.time(entry.millis()));
        into.put("by", entry.by());
        into.putObject("edited_by")
                .put("ours", entry.makers().ours())
                .put("theirs", entry.makers().theirs());
        Deed deed = entry.deed();
        if (deed == null) {
            into.putNull("deed");
        } else {
            into.putObject("deed")
                    .put("kind", Views.word(deed.kind()))
                    .put("reason", deed.reason())
                    .put("of", deed.of())
                    .put("confirmed_by", deed.confirmedBy());
        }
    }

    private static void step(ObjectNode into, Entry.Step step) {
        into.put("field", step.field())
                .put("masked", step.masked())
                .put("before", ConflictViews.text(step.before()))
                .put("ours", ConflictViews.text(step.ours()))
                .put("theirs", ConflictViews.text(step.theirs()))
                .put("after", ConflictViews.text(step.after()))
                .put("origin", step.origin() == null ? null : Views.word(step.origin()))
                .put("rule", step.rule())
                .put("because", step.because());
    }

    /** Who or what gave the fields of a row their values. */
    public Reply blame(Request request) {
        ReviewDesk desk = Desks.of(backend, request);
        Problems problems = new Problems();
        RowId row = row(desk, request, problems);
        if (row == null) {
            return Complaints.of(problems.all());
        }
        String only = request.query().get("field");
        List<String> names = desk.fields(row);
        if (only != null && !names.contains(only)) {
            problems.add(Code.UNKNOWN_FIELD, "", "The row has no such field.");
            return Complaints.of(problems.all());
        }
        ObjectNode body = about(desk, row);
        ArrayNode fields = body.putArray(FIELDS);
        for (String name : only == null ? names : List.of(only)) {
            ObjectNode one = fields.addObject();
            Entry entry = desk.history().blame(row, name);
            if (entry == null) {
                one.put("name", name).putNull("given");
            } else {
                ObjectNode given = one.put("name", name).putObject("given");
                by(given, entry);
                step(given.putObject("step"), entry.steps().getFirst());
            }
        }
        return Reply.of(200, body);
    }

    /** Takes back what a version decided, as a new version. */
    public Reply undo(Request request) {
        ReviewDesk desk = Desks.of(backend, request);
        Problems problems = new Problems();
        Fields fields = Fields.of(request.body(), "", problems);
        if (request.body() == null || !request.body().isObject()) {
            return Complaints.of(problems.all());
        }
        String table = fields.required(TABLE);
        JsonNode key = key(fields, problems);
        Long version = version(fields, VERSION, problems);
        String to = fields.word("to", List.of("before", "ours", "theirs"));
        List<String> only = fields.texts(FIELDS);
        String reason = Resolution.reason(fields, problems);
        boolean force = fields.flag("force", false);
        fields.finish(Set.of());
        if (!problems.none() || table == null || key == null || version == null) {
            return Complaints.of(problems.all());
        }
        RowId row = desk.row(table, parts(key));
        Answer answer =
                desk.history()
                        .undo(
                                row,
                                version,
                                to == null ? Back.BEFORE : back(to),
                                only == null ? Set.of() : Set.copyOf(only),
                                request.who(),
                                reason,
                                force);
        return undone(desk, row, answer, "undone");
    }

    /** The key of a row; null, with a problem, if none stands there. */
    static @Nullable JsonNode key(Fields fields, Problems problems) {
        JsonNode key = fields.node(KEY);
        if (key == null) {
            problems.add(Code.MISSING_KEY, fields.pointer(KEY), "The key of a row is expected.");
        }
        return key;
    }

    /** The number of a version under this name; null, with a problem, if none stands there. */
    static @Nullable Long version(Fields fields, String name, Problems problems) {
        JsonNode version = fields.node(name);
        if (version == null || !version.isIntegralNumber() || !version.canConvertToLong()) {
            problems.add(
                    version == null ? Code.MISSING_KEY : Code.WRONG_TYPE,
                    fields.pointer(name),
                    "The number of a version is expected here.");
            return null;
        }
        return version.longValue();
    }

    private static Back back(String word) {
        return switch (word) {
            case "ours" -> Back.OURS;
            case "theirs" -> Back.THEIRS;
            default -> Back.BEFORE;
        };
    }

    /** What became of a way back. */
    static Reply undone(ReviewDesk desk, RowId row, Answer answer, String word) {
        return switch (answer) {
            case Answer.Done(long made, var left) -> {
                ObjectNode body = about(desk, row).put("status", word).put(VERSION, made);
                ConflictViews.left(body, left);
                yield Reply.of(200, body);
            }
            case Answer.Stale(Image ours, Image theirs, Image agreed, _) ->
                    ConflictCalls.stale(desk, row, ours, theirs, agreed);
            case Answer.Refused(String because) ->
                    Complaints.of(422, Code.IMPOSSIBLE_DECISION, ConflictViews.sentence(because));
            case Answer.Gone _ ->
                    throw new EndpointException(
                            EndpointException.Kind.MISCONFIGURED,
                            Code.UNKNOWN_VERSION,
                            "The row has no such version.");
            case Answer.Kept _, Answer.Unknown _, Answer.Previewed _ -> ConflictCalls.undecided();
        };
    }
}
