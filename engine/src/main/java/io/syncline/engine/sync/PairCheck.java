package io.syncline.engine.sync;

import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.Source;
import io.syncline.core.endpoint.Target;
import io.syncline.core.merge.Definition;
import io.syncline.core.merge.Strategies;
import io.syncline.core.merge.Which;
import io.syncline.engine.facing.CollectionWay;
import io.syncline.engine.facing.Facings;
import io.syncline.engine.facing.FieldWay;
import io.syncline.engine.facing.KeyLinks;
import io.syncline.engine.facing.LikelyConventions;
import io.syncline.engine.facing.Terms;
import io.syncline.engine.facing.Way;
import io.syncline.engine.mirror.Applying;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.shape.ShapeProblem;
import io.syncline.engine.twoway.Pairing;
import io.syncline.engine.twoway.Requirements;
import io.syncline.engine.twoway.TwoWaySetup;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Looks at both ends of a two-way sync before anything is written, at one destination. */
final class PairCheck {
    /**
     * What was found.
     *
     * @param actions what the sync will do
     * @param rows about how many there are at the source
     * @param faced how the ends face each other; null if they cannot
     */
    record Found(
            List<Check.Noted> noted,
            List<String> actions,
            List<Route> routes,
            long rows,
            @Nullable Facings faced) {}

    private final SyncDefinition definition;
    private final int index;
    private final Leg leg;
    private final Routing routing;
    private final boolean hasRun;
    private final List<Check.Noted> noted = new ArrayList<>();
    private final List<String> actions = new ArrayList<>();

    PairCheck(SyncDefinition definition, int index, Routing routing, boolean hasRun) {
        this.definition = definition;
        this.index = index;
        this.leg = definition.legs().get(index);
        this.routing = routing;
        this.hasRun = hasRun;
    }

    private String here() {
        return leg.source().name();
    }

    /** The place of the end that is read. */
    private int source() {
        return definition.further().isEmpty() ? Check.Noted.SOURCE : Check.Noted.source(index);
    }

    private String there() {
        return leg.destination().name();
    }

    Found look(Endpoint ours, Endpoint theirs, Catalog catalog) {
        boolean able = able(ours, here(), source());
        if (!able(theirs, there(), index) || !able) {
            return new Found(noted, actions, List.of(), 0, null);
        }
        Target writing = (Target) theirs;
        problems(routing.shapes(catalog, writing::localName).problems());
        Plan plan = routing.known(catalog, writing);
        List<Layout> layouts = plan.routes().stream().map(plan::here).toList();
        layouts.forEach(this::keyed);
        rules(plan);
        if (definition.options().applying() == Applying.TRANSACTIONAL) {
            refuse("apply: transactional is for syncs that go one way");
        }
        Catalog other = theirs.catalog();
        Facings faced =
                Pairing.faced(
                        plan,
                        definition.options().shape(),
                        definition.options().merging().terms(leg),
                        ours,
                        theirs,
                        KeyLinks.NONE);
        problems(faced.problems());
        if (faced.problems().isEmpty()) {
            List<Finding> here = ((Target) ours).agree(faced.read(Which.OURS));
            List<Finding> there = writing.agree(faced.read(Which.THEIRS));
            LinkCheck linked = new LinkCheck(faced, plan, here(), there());
            here.stream().filter(linked::matters).forEach(each -> note(source(), each));
            there.stream().filter(linked::matters).forEach(each -> note(index, each));
            RelatedCheck beside = new RelatedCheck(faced, !definition.further().isEmpty());
            problems(beside.problems(definition.options().merging().review().context()));
            GeneratedKeys.of(plan, faced.linked(), here, there).forEach(each -> note(index, each));
            linked.lacks(Which.OURS, ours).forEach(each -> note(source(), each));
            linked.lacks(Which.THEIRS, theirs).forEach(each -> note(index, each));
        }
        ways(faced);
        conventions(faced, plan, layouts, other);
        reading(ours, Which.OURS, layouts, source());
        reading(theirs, Which.THEIRS, present(plan, other), index);
        if (!hasRun && faced.problems().isEmpty()) {
            MeetingCheck meeting = new MeetingCheck(definition, leg, plan, faced, actions);
            meeting.look(ours, theirs).forEach(each -> note(index, each));
        }
        long rows = layouts.stream().mapToLong(layout -> Math.max(0, layout.rows())).sum();
        return new Found(noted, actions, plan.routes(), rows, faced);
    }

    private void problems(List<ShapeProblem> problems) {
        problems.forEach(
                each ->
                        noted.add(
                                new Check.Noted(
                                        index,
                                        Finding.error(each.code(), there(), each.message(), null),
                                        each.pointer())));
    }

    /** What goes one way only is told before anybody misses it. */
    private void ways(Facings faced) {
        for (CollectionWay collection : faced.ways()) {
            for (FieldWay field : collection.fields()) {
                if (field.way() == Way.FORWARD_ONLY) {
                    String name = collection.theirs() + "." + field.theirs();
                    String message = "only forward: " + field.why();
                    note(index, Finding.note(Code.FORWARD_ONLY, name, message));
                }
            }
        }
    }

    /** What the ends' applications expect, and what they may. */
    private void conventions(Facings faced, Plan plan, List<Layout> layouts, Catalog other) {
        Terms terms = definition.options().merging().terms(leg);
        for (Which which : Which.values()) {
            String end = which == Which.OURS ? here() : there();
            faced.practices(which).forEach((table, words) -> actions.add(kept(table, end, words)));
        }
        List<Layout> known =
                plan.there().stream()
                        .map(layout -> other.find(layout.collection()))
                        .filter(Objects::nonNull)
                        .toList();
        LikelyConventions.of(layouts, terms.ours()).forEach(each -> note(source(), each));
        LikelyConventions.of(known, terms.theirs()).forEach(each -> note(index, each));
    }

    private static String kept(String table, String end, List<String> words) {
        return "treat %s in %s as its application does, which %s"
                .formatted(table, end, String.join(", ", words));
    }

    private boolean able(Endpoint end, String name, int place) {
        List<String> lacks = Requirements.lacks(end);
        if (!lacks.isEmpty()) {
            note(
                    place,
                    Finding.error(
                            Code.CAPABILITY_MISSING,
                            name,
                            name + " cannot " + String.join(", and cannot ", lacks),
                            "make the sync one-way"));
        }
        return lacks.isEmpty();
    }

    private void keyed(Layout layout) {
        if (layout.key().isEmpty()) {
            refuse(layout.collection() + " has no key");
        }
    }

    private void refuse(String message) {
        note(index, Finding.error(Code.NOT_TWO_WAY, there(), message, null));
    }

    /** A rule about a field that no row has decides nothing, and was meant to. */
    private void rules(Plan plan) {
        Merging merging = definition.options().merging();
        Set<String> all = new TreeSet<>();
        for (Route route : plan.routes()) {
            Set<String> fields = new TreeSet<>();
            plan.here(route).fields().forEach(field -> fields.add(field.name()));
            plan.shape(route).layout().fields().forEach(field -> fields.add(field.name()));
            all.addAll(fields);
            Definition own = merging.of(route);
            if (!own.equals(merging.standard())) {
                fields(own, fields, route.target());
            }
        }
        fields(merging.standard(), all, "its tables");
        for (String field : merging.review().fourEyes().fields()) {
            if (!all.contains(field.substring(field.lastIndexOf('.') + 1))) {
                String words = "review names " + field + ", which is no field of its tables";
                Finding wrong = Finding.error(Code.UNKNOWN_FIELD, there(), words, null);
                noted.add(new Check.Noted(index, wrong, "/conflict_resolution/review/four_eyes"));
            }
        }
    }

    private void fields(Definition rules, Set<String> known, String where) {
        for (String field : Strategies.fields(rules)) {
            if (!known.contains(field)) {
                note(
                        index,
                        Finding.error(
                                Code.UNKNOWN_FIELD,
                                there(),
                                "conflict_resolution has a rule for "
                                        + field
                                        + ", which is no field of "
                                        + where,
                                "it has " + String.join(", ", known)));
            }
        }
    }

    private List<Layout> present(Plan plan, Catalog there) {
        return plan.there().stream()
                .filter(layout -> there.find(layout.collection()) != null)
                .toList();
    }

    private void reading(Endpoint end, Which which, List<Layout> layouts, int place) {
        String flow = TwoWaySetup.nameAt(leg.flow(), which);
        List<String> names = layouts.stream().map(Layout::collection).sorted().toList();
        ((Source) end)
                .preflight(new Selection(flow, names), hasRun ? 0 : before(which))
                .forEach(each -> note(place, each));
    }

    /** How many legs before this one read the same end. */
    private int before(Which which) {
        boolean shared = definition.further().isEmpty() == (which == Which.OURS);
        return shared ? index : 0;
    }

    private void note(int place, Finding finding) {
        noted.add(new Check.Noted(place, finding));
    }
}
