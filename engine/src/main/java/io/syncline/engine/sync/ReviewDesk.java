package io.syncline.engine.sync;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.Which;
import io.syncline.engine.facing.Facings;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Pairs;
import io.syncline.engine.pair.ReviewId;
import io.syncline.engine.pair.Sought;
import io.syncline.engine.review.History;
import io.syncline.engine.review.ReviewPolicy;
import io.syncline.engine.review.Reviews;
import io.syncline.engine.review.Rollback;
import io.syncline.engine.review.SecretFields;
import io.syncline.engine.review.Shown;
import io.syncline.engine.verify.Keys;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The desk at which people sit over one leg of a two-way sync: what waits for them, and the
 * histories of its rows. Looking works whether the sync runs or not; deciding needs its loop. For a
 * short while: it knows the flow of the moment it was made.
 */
public final class ReviewDesk {
    private final SyncDefinition definition;
    private final Leg leg;
    private final @Nullable PairFlow flow;
    private final String name;
    private final Pairs pairs;
    private final Chronicle chronicle;
    private final Reviews reviews;
    private final History history;
    private final Rollback rollback;
    private final Context context;

    /**
     * @param flow the flow that runs; null if none does
     */
    ReviewDesk(
            SyncDefinition definition,
            Leg leg,
            @Nullable PairFlow flow,
            Pairs pairs,
            Chronicle chronicle,
            Context context) {
        this.definition = definition;
        this.leg = leg;
        this.flow = flow;
        this.name = leg.flow();
        this.pairs = pairs;
        this.chronicle = chronicle;
        this.context = context;
        ReviewPolicy policy =
                new ReviewPolicy(
                        this::rules, definition.options().merging().review(), SecretFields.BY_NAME);
        this.reviews = new Reviews(name, pairs, policy, this::ask, context);
        this.history = new History(name, pairs, policy, this::ask, context);
        this.rollback = new Rollback(name, pairs, this::ask, context);
    }

    private boolean ask(io.syncline.engine.review.Errand errand) {
        if (flow == null) {
            throw Engine.wrongState(
                    "Decisions are written through the sync, which does not run: resume or trigger"
                            + " it");
        }
        return flow.ask(errand);
    }

    private Rules rules(String collection) {
        return definition.options().merging().rules(collection, facings());
    }

    private @Nullable Facings facings() {
        return flow == null ? null : flow.facings();
    }

    /** The sync. */
    public SyncDefinition definition() {
        return definition;
    }

    /** Between which ends it is. */
    public Leg leg() {
        return leg;
    }

    /** What it is called among the desks of all syncs: by its sync, and by its leg's place. */
    public String name() {
        return leg.desk(definition.id());
    }

    /** Whether the loop runs just now, so that a decision can be tried. */
    public boolean ready() {
        return flow != null && flow.state().going() && facings() != null;
    }

    /** What waits. */
    public Reviews reviews() {
        return reviews;
    }

    /** The histories of rows. */
    public History history() {
        return history;
    }

    /**
     * Takes back what was agreed in a span of time, which is told as an event, or tells what that
     * would do.
     *
     * @param preview whether only to tell
     * @param run whose span it is; null if it is nobody's
     */
    public Rollback.Report rollback(Rollback.Span span, boolean preview, @Nullable Execution run) {
        if (preview) {
            return rollback.preview(span);
        }
        Rollback.Report report = rollback.rollback(span);
        Map<String, String> data = new TreeMap<>();
        data.put("by", span.by());
        data.put("rows", Long.toString(report.rows()));
        data.put("restored", Long.toString(report.restored()));
        data.put("left_alone", Integer.toString(report.left().size()));
        if (run != null) {
            data.put("execution_id", run.id());
        }
        chronicle.event(definition.id(), "rows_rolled_back", data);
        return report;
    }

    /** The sync's own name of a table that a person names; null of one that it does not know. */
    public @Nullable String collection(String table) {
        return names().known(table);
    }

    /** Whether of a field nobody is shown more than whether it differs. */
    public boolean masked(String collection, String field) {
        return SecretFields.BY_NAME.test(collection, field);
    }

    /**
     * A row that waits, with what is masked too. That somebody looked is told as an event.
     *
     * @param who who looks
     * @return null if no such row waits
     */
    public @Nullable Shown revealed(ReviewId id, String who) {
        Shown shown = reviews.show(id, true);
        if (shown != null) {
            chronicle.event(
                    definition.id(),
                    "conflict_revealed",
                    Map.of(
                            "table", shown.row().collection(),
                            "key", Keys.text(shown.row().key()),
                            "by", who));
        }
        return shown;
    }

    /** The row that waits or once waited under a name; null if none is known. */
    public @Nullable RowId named(ReviewId id) {
        return pairs.named(name, id);
    }

    private @Nullable Pair pair(RowId id) {
        return pairs.find(name, List.of(id)).get(id);
    }

    /** What an end showed of a row when it was looked at last; absent if nothing. */
    public Image seen(RowId id, Which which) {
        Pair pair = pair(id);
        return pair == null ? Image.absent() : pair.half(which).seen();
    }

    /** What both ends last agreed on; null if nobody knows. */
    public @Nullable Image agreed(RowId id) {
        Pair pair = pair(id);
        return pair == null ? null : pair.base().image();
    }

    /** The fields of a row, in its order. */
    public List<String> fields(RowId id) {
        Set<String> fields = new LinkedHashSet<>();
        Image agreed = agreed(id);
        Image known = agreed == null ? Image.absent() : agreed;
        for (Image image : List.of(known, seen(id, Which.OURS), seen(id, Which.THEIRS))) {
            Row row = image.row();
            if (row != null) {
                fields.addAll(row.header().names());
            }
        }
        return List.copyOf(fields);
    }

    /**
     * How the sync's rows of a collection look.
     *
     * @throws EndpointException WRONG_STATE if the sync does not run
     */
    public Layout layout(String collection) {
        Facings facings = facings();
        if (facings == null) {
            throw Engine.wrongState(
                    "Values are read by the tables' types, and the sync does not run: resume or"
                            + " trigger it");
        }
        return facings.layout(collection);
    }

    /**
     * What the source calls a row that both ends number; null if both call it the same, or the sync
     * does not run.
     */
    public @Nullable RowId atSource(RowId row) {
        Facings facings = facings();
        return facings == null || !facings.linked().contains(row.collection())
                ? null
                : facings.of(Which.OURS).own(row);
    }

    private TableNames names() {
        return new TableNames(facings());
    }

    /** What is shown around a row that waits. */
    public Surroundings around(Shown shown) {
        return new Surroundings(
                definition, leg, flow, shown.row(), this::pair, context.wallMillis());
    }

    /** Of a search in a table as a person calls it, the one by the sync's own name. */
    public Sought called(Sought sought) {
        String assignee = definition.options().merging().review().assignTo();
        Sought wanted =
                assignee != null && assignee.equals(sought.assignee())
                        ? sought.alsoNobodys()
                        : sought;
        String table = sought.collection();
        if (table == null) {
            return wanted;
        }
        List<Sought> all = names().of(table).stream().map(wanted::within).toList();
        return all.stream()
                .filter(each -> reviews.count(each) > 0)
                .findFirst()
                .orElse(all.getFirst());
    }

    /**
     * A row that the sync knows.
     *
     * @param key its values as plain texts, in the order of the key
     * @throws EndpointException UNKNOWN_VERSION if it knows none
     */
    public RowId row(String table, List<String> key) {
        List<RowId> readings = new ArrayList<>();
        for (String collection : names().of(table)) {
            for (List<Value> values : KeyReadings.of(key)) {
                readings.add(new RowId(collection, values));
            }
        }
        Map<RowId, Pair> found = pairs.find(name, readings);
        return readings.stream()
                .filter(found::containsKey)
                .findFirst()
                .orElseThrow(
                        () ->
                                new EndpointException(
                                        EndpointException.Kind.MISCONFIGURED,
                                        Code.UNKNOWN_VERSION,
                                        "The sync knows no row of this key in this table."));
    }
}
