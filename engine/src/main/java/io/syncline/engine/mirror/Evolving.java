package io.syncline.engine.mirror;

import io.syncline.core.endpoint.Additions;
import io.syncline.core.endpoint.Capturing;
import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Evolution;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Scan;
import io.syncline.core.endpoint.Source;
import io.syncline.core.endpoint.Target;
import io.syncline.engine.evolve.Judgement;
import io.syncline.engine.evolve.SchemaChanges;
import io.syncline.engine.evolve.Verdict;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.store.Agreed;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import io.syncline.engine.sync.Route;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Follows the source's tables as they change. Each time a flow opens, what is there is compared
 * with what was agreed when it opened last; the target is altered before any row of a new layout
 * comes, and what the log tells nothing of is copied again. Altering and agreeing may be repeated
 * after a crash between them.
 *
 * <p>Rows are shaped by the tables as they are when the flow opens. The stream may be behind that,
 * never ahead without being noticed: {@link Relayouts} stops it there, and {@link #moved} looks at
 * tables that nobody writes to.
 */
public final class Evolving {
    /** There while a flow agrees on its first collections: a crash would leave some out. */
    private static final String BEGINS = "begins";

    private final Endpoint source;
    private final Endpoint target;
    private final Planner planner;
    private final Store store;
    private final Owner owner;
    private final String flow;
    private volatile Map<String, Agreed> looked = Map.of();
    private Map<String, Layout> layouts = Map.of();
    private @Nullable Position lookedAt;

    /** For one flow; nothing is asked before {@link #course}. */
    public Evolving(
            Endpoint source,
            Endpoint target,
            Planner planner,
            Store store,
            Owner owner,
            String flow) {
        this.source = source;
        this.target = target;
        this.planner = planner;
        this.store = store;
        this.owner = owner;
        this.flow = flow;
    }

    /**
     * How a flow is to go on.
     *
     * @param plan what is copied from now on
     * @param judgement what has become of each collection
     * @param before what was agreed
     */
    public record Course(Plan plan, Judgement judgement, Map<String, Agreed> before) {}

    /**
     * Looks at the source, decides, and brings the target into line.
     *
     * @throws EndpointException SCHEMA_CHANGED or NOT_WIDENED if a person has to see to it
     */
    public Course course() {
        Catalog catalog = source.catalog();
        Map<String, Agreed> before = store.agreed(flow);
        boolean told = !Capturing.of(source).asTheyAre();
        lookedAt = before.isEmpty() || !told ? null : ((Source) source).head();
        Plan wide = planner.plan(catalog, (Target) target, gone(catalog, before));
        layouts = wide.layouts();
        looked = terms(wide);
        Judgement judgement =
                Judgement.of(
                        planner.policy(),
                        catalog,
                        wide.layouts().keySet(),
                        before,
                        before.isEmpty()
                                || planner.policy().changes() != SchemaChanges.FOLLOW
                                        && store.note(flow, BEGINS) != null);
        Plan plan = planner.plan(judgement.catalog(), (Target) target, judgement.gone()).bounded();
        Course course = new Course(plan, judgement, before);
        alter(course);
        return course;
    }

    /**
     * A place of the source after its tables became what they are; null if nothing was agreed
     * before, or where changes are told as their rows are now.
     */
    @Nullable Position lookedAt() {
        return lookedAt;
    }

    /** What there is to plan by now, for who only wants to know the names. */
    Plan names() {
        Catalog catalog = source.catalog();
        return planner.plan(catalog, (Target) target, gone(catalog, store.agreed(flow)));
    }

    private static Set<String> gone(Catalog catalog, Map<String, Agreed> agreed) {
        return agreed.keySet().stream()
                .filter(name -> catalog.find(name) == null)
                .collect(Collectors.toSet());
    }

    private static Map<String, Agreed> terms(Plan plan) {
        Map<String, Agreed> terms = new HashMap<>();
        plan.layouts().forEach((name, layout) -> terms.put(name, Agreed.of(layout)));
        return Map.copyOf(terms);
    }

    /** Whether the source's tables are not as they were when the flow opened. From any thread. */
    public boolean moved() {
        Map<String, Agreed> then = looked;
        return !then.isEmpty() && !then.equals(terms(names()));
    }

    /** What tells news in the stream from what is over. */
    Relayouts relayouts() {
        return new Relayouts(layouts, name -> source.catalog().find(name));
    }

    private void alter(Course course) {
        Map<String, Layout> there = new HashMap<>();
        for (Route route : course.plan.routes()) {
            there.put(route.source(), course.plan.shape(route).layout());
        }
        boolean changed = false;
        for (Verdict verdict : course.judgement.verdicts()) {
            Layout layout = there.get(verdict.collection());
            changed |= !verdict.differences().isEmpty();
            // What is copied again may be so because it goes there otherwise.
            boolean room = verdict.alters() || due(course.before.get(verdict.collection()));
            if (layout != null && room && target instanceof Evolution evolution) {
                evolution.evolve(layout);
                if (verdict.rekeys()) {
                    evolution.rekey(layout);
                }
            }
        }
        ready(course, changed);
    }

    /** What does not fit after a change waits for a person, who can alter the target by hand. */
    private void ready(Course course, boolean changed) {
        try {
            new Tables(target).ready(course.plan.there(), planner);
        } catch (EndpointException e) {
            if (!changed || e.kind() != EndpointException.Kind.MISCONFIGURED) {
                throw e;
            }
            throw new EndpointException(
                    e.kind(), Code.NOT_WIDENED, words(course) + ". " + e.getMessage(), e);
        }
    }

    private static String words(Course course) {
        return course.judgement.verdicts().stream()
                .filter(verdict -> !verdict.differences().isEmpty())
                .map(verdict -> "The source's " + verdict.collection() + " " + verdict.text())
                .collect(Collectors.joining("; "));
    }

    /** Notes durably what is agreed from now on, and what has to be copied again. */
    public void agree(Course course, long epoch) {
        // Who follows takes a new collection in anyway.
        boolean begins =
                planner.policy().changes() != SchemaChanges.FOLLOW
                        && (course.before.isEmpty() || store.note(flow, BEGINS) != null);
        if (begins) {
            store.note(owner, flow, BEGINS, "yes");
        }
        for (Verdict verdict : course.judgement.verdicts()) {
            Agreed before = course.before.get(verdict.collection());
            if (!verdict.agreed().equals(before)) {
                boolean again = verdict.layout() != null && again(verdict);
                store.agree(flow, epoch, verdict.collection(), verdict.agreed(), again);
                if (!verdict.differences().isEmpty()) {
                    planner.policy().told().accept(verdict.collection(), told(verdict, again));
                }
            }
        }
        for (String name : course.judgement.unwanted()) {
            Agreed before = course.before.get(name);
            // Remembered: if it is wanted again, the target has rows of before.
            if (before != null && before.standing() != Agreed.Standing.GONE) {
                store.agree(flow, epoch, name, before.standing(Agreed.Standing.GONE), true);
            }
        }
        if (begins) {
            store.note(owner, flow, BEGINS, null);
        }
        planner.agreed();
    }

    private boolean again(Verdict verdict) {
        Set<String> filled = verdict.filled();
        return verdict.again()
                || !filled.isEmpty()
                        && !(source instanceof Additions additions
                                && additions.filled(verdict.collection(), filled).isEmpty());
    }

    private static String told(Verdict verdict, boolean again) {
        String done =
                switch (verdict.agreed().standing()) {
                    case IGNORED -> "it is not copied";
                    case GONE -> "the destination keeps what it has";
                    case COPIED, TO_BE_SWEPT ->
                            again
                                    ? "it is copied again"
                                    : verdict.alters() ? "the destination follows" : "ignored";
                };
        return verdict.text() + ": " + done;
    }

    /** The routes whose targets may have rows that do not belong there. */
    private List<Route> due(Plan plan) {
        if (!(source instanceof Lookup) || !(target instanceof Scan)) {
            return List.of();
        }
        Map<String, Agreed> agreed = store.agreed(flow);
        return plan.routes().stream().filter(route -> due(agreed.get(route.source()))).toList();
    }

    private static boolean due(@Nullable Agreed agreed) {
        return agreed != null && agreed.standing() == Agreed.Standing.TO_BE_SWEPT;
    }

    /** What looks for rows that do not belong at the target, or null if nothing is due. */
    @Nullable Sweep owed(Plan plan, long epoch, Guarding guarding) {
        List<Route> due = due(plan);
        return due.isEmpty() ? null : sweep(plan, due, epoch, guarding);
    }

    private Sweep sweep(Plan plan, List<Route> due, long epoch, Guarding guarding) {
        return new Sweep(
                (Lookup) source,
                (Scan) target,
                plan,
                due,
                guarding.allowance(),
                guarding.departed(),
                limit(),
                () -> swept(due, epoch));
    }

    /** Notes durably that routes are looked through and mended. */
    private void swept(List<Route> routes, long epoch) {
        Map<String, Agreed> agreed = store.agreed(flow);
        for (Route route : routes) {
            Agreed each = agreed.get(route.source());
            if (each != null && due(each)) {
                Agreed copied = each.standing(Agreed.Standing.COPIED);
                store.agree(flow, epoch, route.source(), copied, false);
            }
        }
    }

    /** Which deletes need a person's word, who has not given it. */
    Sweep.TooMany limit() {
        return new Sweep.TooMany() {
            @Override
            public boolean test(long deletes, long rows) {
                return planner.tooMany(deletes, rows);
            }

            @Override
            public boolean over() {
                return planner.swept();
            }
        };
    }
}
