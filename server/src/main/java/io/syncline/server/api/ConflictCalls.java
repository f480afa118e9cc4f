package io.syncline.server.api;

import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.merge.Ruling;
import io.syncline.core.merge.Which;
import io.syncline.engine.review.Answer;
import io.syncline.engine.review.Entry;
import io.syncline.engine.review.Shown;
import io.syncline.engine.review.Tally;
import io.syncline.engine.store.Role;
import io.syncline.engine.sync.ReviewDesk;
import io.syncline.engine.sync.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The calls about what waits for a person: look, decide, decide alike. */
public final class ConflictCalls {
    private static final String CONFLICT_ID = "conflict_id";
    private static final String STATUS = "status";
    private static final int UNPROCESSABLE = 422;

    private final Supplier<Backend> backend;

    /** Calls on a backend, which is asked for at each call. */
    public ConflictCalls(Supplier<Backend> backend) {
        this.backend = backend;
    }

    private NamedConflict named(String text) {
        return NamedConflict.of(backend.get(), text);
    }

    private NamedConflict named(Request request) {
        return NamedConflict.of(backend.get(), request);
    }

    /** A page of what waits, longest first within each sync. */
    public Reply list(Request request) {
        Problems problems = new Problems();
        ConflictSearch search = ConflictSearch.of(request, problems);
        if (!problems.none()) {
            return Complaints.of(problems.all());
        }
        var reviews = backend.get().syncs().reviews();
        List<ReviewDesk> desks =
                search.syncId() == null ? reviews.all() : reviews.of(search.syncId());
        ObjectNode body = Views.object();
        search.count(body, desks);
        ArrayNode page = body.putArray("conflicts");
        String next = null;
        boolean from = search.after() == null;
        for (ReviewDesk desk : desks) {
            boolean here = !from && search.isAt(desk);
            from |= here;
            int room = search.limit() - page.size();
            if (from && room > 0) {
                List<Shown> found =
                        desk.reviews()
                                .list(
                                        desk.called(search.sought()),
                                        here ? search.after() : null,
                                        room);
                found.forEach(shown -> ConflictViews.brief(page.addObject(), desk, shown));
                next = found.size() == room ? ConflictViews.id(desk, found.getLast().id()) : null;
            }
        }
        return Reply.of(200, body.put("next", next));
    }

    /** One conflict, with what each choice would do. */
    public Reply show(Request request) {
        NamedConflict named = named(request);
        boolean reveal = "true".equals(request.query().get("reveal"));
        if (reveal && !request.caller().role().covers(Role.OPERATOR)) {
            return Complaints.of(
                    403, Code.FORBIDDEN, "What is masked is shown to operators and admins.");
        }
        Shown shown =
                reveal
                        ? named.desk().revealed(named.id(), request.who())
                        : named.desk().reviews().show(named.id(), false);
        if (shown == null) {
            throw NamedConflict.unknown(named.text());
        }
        ObjectNode body = Views.object();
        ConflictViews.whole(body, named.desk(), shown);
        ConflictViews.atSource(body, named.desk().atSource(shown.row()));
        Surroundings around = named.desk().around(shown);
        ConflictViews.related(body.putArray("related"), around.related());
        ConflictViews.inTheWay(body.putArray("in_the_way"), named.desk(), around.refusing());
        body.put("decidable", named.desk().ready());
        ArrayNode choices = body.putArray("choices");
        if (named.desk().ready()) {
            previews(choices, named.desk(), shown);
        }
        return Reply.of(200, body);
    }

    private static void previews(ArrayNode into, ReviewDesk desk, Shown shown) {
        List<Ruling> rulings =
                new ArrayList<>(
                        List.of(new Ruling.Keep(Which.OURS), new Ruling.Keep(Which.THEIRS)));
        if (shown.questions().stream().anyMatch(each -> each.proposal() != null)) {
            rulings.add(Ruling.Proposed.PROPOSED);
        }
        for (Ruling ruling : rulings) {
            ObjectNode one = into.addObject();
            one.put(
                    "choice",
                    ruling instanceof Ruling.Keep(Which which) ? Views.word(which) : "merge");
            try {
                preview(one, desk, shown, ruling);
            } catch (EndpointException e) {
                // An end that is away is no reason not to show the conflict.
                one.put("refused", String.valueOf(e.getMessage()));
                return;
            }
        }
    }

    private static void preview(ObjectNode one, ReviewDesk desk, Shown shown, Ruling ruling) {
        switch (desk.reviews().preview(shown.id(), shown.tag(), ruling)) {
            case Answer.Previewed(var preview) ->
                    ConflictViews.preview(one.putNull("refused"), desk, shown.row(), preview);
            case Answer.Refused(String because) -> one.put("refused", because);
            default -> one.put("refused", "the row has changed: look again");
        }
    }

    /** Decides one conflict, or notes that somebody has looked at it. */
    public Reply resolve(Request request) {
        NamedConflict named = named(request);
        Supplier<Layout> layout = () -> named.desk().layout(named.row().collection());
        return switch (Resolution.parse(request.body(), false, layout)) {
            case Resolution.Asked.Bad(List<Problem> problems) -> Complaints.of(problems);
            case Resolution.Asked.Good(Resolution wanted) -> {
                RowId row = named.row();
                Ruling ruling = wanted.ruling();
                Shown shown = named.desk().reviews().show(named.id(), false);
                Answer answer =
                        ruling == null
                                ? named.desk()
                                        .reviews()
                                        .skip(
                                                named.id(),
                                                wanted.tag(),
                                                request.who(),
                                                wanted.kept())
                                : named.desk()
                                        .reviews()
                                        .resolve(
                                                named.id(),
                                                wanted.tag(),
                                                request.who(),
                                                wanted.kept(),
                                                ruling);
                Reply reply = replied(named, row, answer, ruling == null ? "skipped" : "proposed");
                if (ruling instanceof Ruling.ByStrategy && reply.status() == 200) {
                    ((ObjectNode) reply.body()).put("original_strategy", original(wanted, shown));
                }
                yield reply;
            }
        };
    }

    /** What an event has said would decide, or else what does by the configuration. */
    private static @Nullable String original(Resolution wanted, @Nullable Shown shown) {
        return wanted.original() != null || shown == null
                ? wanted.original()
                : shown.questions().stream()
                        .map(Shown.Question::rule)
                        .distinct()
                        .collect(Collectors.joining(","));
    }

    private static Reply replied(NamedConflict named, RowId row, Answer answer, String kept) {
        ObjectNode body = Views.object().put(CONFLICT_ID, named.text());
        ConflictViews.row(body, row);
        return switch (answer) {
            case Answer.Done(long version, var left) -> {
                body.put(STATUS, left.isEmpty() ? "resolved" : "partly_resolved");
                body.put("version", version);
                ConflictViews.left(body, left);
                yield Reply.of(200, body);
            }
            case Answer.Kept _ -> {
                body.put(STATUS, kept).putNull("version").putArray("left");
                yield Reply.of(200, body);
            }
            case Answer.Stale(Image ours, Image theirs, Image agreed, _) ->
                    stale(named.desk(), row, ours, theirs, agreed);
            case Answer.Gone _ ->
                    stale(
                            named.desk(),
                            row,
                            named.desk().seen(row, Which.OURS),
                            named.desk().seen(row, Which.THEIRS),
                            named.desk().agreed(row));
            case Answer.Refused(String because) ->
                    Complaints.of(
                            UNPROCESSABLE,
                            Code.IMPOSSIBLE_DECISION,
                            ConflictViews.sentence(because));
            case Answer.Unknown _, Answer.Previewed _ -> undecided();
        };
    }

    /** The loop ended before it could tell. */
    static Reply undecided() {
        return Complaints.of(
                503,
                Code.OPENING,
                "The sync stopped while this was being decided: look whether it was.");
    }

    /** Somebody or something was first: the answer says what is there now. */
    static Reply stale(
            ReviewDesk desk, RowId row, Image ours, Image theirs, @Nullable Image agreed) {
        Reply reply =
                Complaints.of(
                        409,
                        Code.STALE_DECISION,
                        "The row is not what was shown, or is decided by now: look again.");
        ObjectNode now = ((ObjectNode) reply.body()).putObject("now");
        ConflictViews.row(now, row);
        ConflictViews.now(now, desk, row, ours, theirs, agreed);
        List<Entry> last = desk.history().of(row, Long.MAX_VALUE, 1);
        now.put("version", last.isEmpty() ? null : Long.valueOf(last.getFirst().version()));
        now.put("by", last.isEmpty() ? null : last.getFirst().by());
        now.put("at", last.isEmpty() ? null : Views.time(last.getFirst().millis()));
        return reply;
    }

    /** Decides all conflicts that are like one, or counts them. */
    public Reply resolveAlike(Request request) {
        Supplier<Layout> layout =
                () -> {
                    Fields fields = Fields.of(request.body(), "", new Problems());
                    NamedConflict one = named(String.valueOf(fields.text("like")));
                    return one.desk().layout(one.row().collection());
                };
        return switch (Resolution.parse(request.body(), true, layout)) {
            case Resolution.Asked.Bad(List<Problem> problems) -> Complaints.of(problems);
            case Resolution.Asked.Good(Resolution wanted) -> alike(request, wanted);
        };
    }

    private Reply alike(Request request, Resolution wanted) {
        NamedConflict named = named(Objects.requireNonNull(wanted.like()));
        ObjectNode body = Views.object().put("like", named.text()).put("dry_run", wanted.dryRun());
        long alike = named.desk().reviews().countAlike(named.id(), null);
        Tally tally =
                wanted.dryRun()
                        ? Tally.NONE
                        : named.desk()
                                .reviews()
                                .resolveAlike(
                                        named.id(),
                                        wanted.tag(),
                                        request.who(),
                                        wanted.kept(),
                                        Objects.requireNonNull(wanted.ruling()),
                                        null);
        body.put("alike", alike)
                .put("done", tally.done())
                .put("proposed", tally.kept())
                .put("stale", tally.stale())
                .put("refused", tally.refused())
                .put("unknown", tally.unknown());
        return Reply.of(200, body);
    }
}
