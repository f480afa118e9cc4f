package io.syncline.engine.sync;

import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Target;
import io.syncline.engine.evolve.Policy;
import io.syncline.engine.facing.Conventions;
import io.syncline.engine.facing.Withheld;
import io.syncline.engine.mirror.Planner;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.shape.ShapeProblem;
import io.syncline.engine.shape.ShapeRules;
import io.syncline.engine.shape.ShapeTools;
import io.syncline.engine.shape.Shapes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Decides which of the source's collections are copied, and under which names. Pure, but for a
 * person's word, which holds once. Safe for use by several threads.
 */
final class Routing implements Planner {
    private final SyncDefinition definition;
    private final Leg leg;
    private final ShapeTools tools;
    private final Policy policy;
    private volatile boolean approved;
    private volatile boolean mayDelete;

    /** Along the leg at this place of the sync. */
    Routing(SyncDefinition definition, int index, ShapeTools tools) {
        this(definition, definition.legs().get(index), tools, false, (_, _) -> {});
    }

    private Routing(
            SyncDefinition definition,
            Leg leg,
            ShapeTools tools,
            boolean approved,
            BiConsumer<String, String> told) {
        this.definition = definition;
        this.leg = leg;
        this.tools = tools;
        this.approved = approved;
        this.mayDelete = approved;
        this.policy =
                new Policy(definition.options().evolution(), false, !leg.tables().isEmpty(), told);
    }

    /**
     * The same for a flow that runs.
     *
     * @param approved whether a person lets the sync go on with the source's tables as they are
     * @param told hears of changes of theirs: the table, and what was done about it
     */
    Routing running(boolean approved, BiConsumer<String, String> told) {
        return new Routing(definition, leg, tools, approved, told);
    }

    @Override
    public boolean asPlanned() {
        // The keys of linked rows come as the destination gives them.
        return definition.options().merging().links().isNothing();
    }

    @Override
    public Policy policy() {
        return approved ? policy.approvedOnce() : policy;
    }

    @Override
    public void agreed() {
        approved = false;
    }

    /** Who resumes a sync that was held for it lets it delete, this once. */
    @Override
    public boolean tooMany(long deletes, long rows) {
        return !mayDelete && definition.options().guards().deletes().tooMany(deletes, rows);
    }

    @Override
    public boolean swept() {
        boolean allowed = mayDelete;
        mayDelete = false;
        return allowed;
    }

    @Override
    public Plan plan(Catalog catalog, Target target) {
        return plan(catalog, target, Set.of());
    }

    @Override
    public Plan plan(Catalog catalog, Target target, Set<String> gone) {
        require(catalog, gone);
        List<ShapeProblem> problems = shapes(catalog, target::localName).problems();
        if (!problems.isEmpty()) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    problems.getFirst().code(),
                    problems.getFirst().message());
        }
        return known(catalog, target);
    }

    /** A table that does not fit is no reason to stop when nobody asked for tables to fit. */
    @Override
    public boolean accepts(Finding finding) {
        return finding.code() == Code.LAYOUT_MISMATCH
                && (!definition.options().checks().schema() || expected(finding.subject()));
    }

    /** What the other end's application expects in a column is seen to apart from the mapping. */
    private boolean expected(String subject) {
        int dot = subject.lastIndexOf('.');
        Conventions theirs = definition.options().merging().terms(leg).theirs();
        return dot > 0 && theirs.names(subject.substring(0, dot), subject.substring(dot + 1));
    }

    /** Throws MISCONFIGURED with every wanted collection that the source does not have. */
    void require(Catalog catalog) {
        require(catalog, Set.of());
    }

    private void require(Catalog catalog, Set<String> gone) {
        List<String> unknown =
                leg.tables().stream()
                        .filter(table -> find(catalog, table) == null)
                        .filter(table -> gone.stream().noneMatch(name -> names(name, table)))
                        .toList();
        if (!unknown.isEmpty()) {
            throw unknown(
                    "The source has no table "
                            + String.join(", ", unknown)
                            + "; it has "
                            + String.join(
                                    ", ",
                                    catalog.layouts().stream()
                                            .limit(20)
                                            .map(Layout::collection)
                                            .toList()));
        }
        if (known(catalog).isEmpty()) {
            throw unknown("The source has no tables to copy");
        }
    }

    private static boolean names(String collection, String table) {
        return collection.equals(table) || collection.endsWith("." + table);
    }

    private static EndpointException unknown(String message) {
        return new EndpointException(
                EndpointException.Kind.MISCONFIGURED, Code.UNKNOWN_COLLECTION, message);
    }

    /** The wanted collections that are there. */
    List<Layout> known(Catalog catalog) {
        return leg.tables().isEmpty()
                ? catalog.layouts()
                : leg.tables().stream()
                        .map(table -> find(catalog, table))
                        .filter(Objects::nonNull)
                        .toList();
    }

    /** The plan for what is there of the wanted collections. */
    Plan known(Catalog catalog, Target target) {
        List<Route> routes = new ArrayList<>();
        Map<String, Layout> layouts = new LinkedHashMap<>();
        for (Layout layout : known(catalog)) {
            routes.add(
                    new Route(layout.collection(), target.localName(nameThere(catalog, layout))));
            layouts.put(layout.collection(), layout);
        }
        return new Plan(routes, layouts, shapes(catalog, target::localName).shapes());
    }

    /** What becomes of rows on their way, and all that is wrong with what was asked. */
    Shapes.Resolved shapes(Catalog catalog, UnaryOperator<String> localName) {
        Map<Layout, String> sources = new LinkedHashMap<>();
        known(catalog)
                .forEach(
                        layout -> sources.put(layout, localName.apply(nameThere(catalog, layout))));
        ShapeRules rules =
                Withheld.from(
                        definition.options().shape(),
                        leg.index(),
                        sources,
                        definition.options().merging().terms(leg));
        return Shapes.resolve(rules, leg.index(), sources, tools);
    }

    private String nameThere(Catalog catalog, Layout layout) {
        List<String> own = definition.options().shape().collections(leg.index());
        List<String> collections = own.isEmpty() ? leg.collections() : own;
        for (int i = 0; i < collections.size(); i++) {
            if (layout.equals(find(catalog, leg.tables().get(i)))) {
                return collections.get(i);
            }
        }
        return layout.collection();
    }

    /** By its full name, or by its bare name if only one schema (or public) has it. */
    static @Nullable Layout find(Catalog catalog, String table) {
        Layout exact = catalog.find(table);
        if (exact != null) {
            return exact;
        }
        List<Layout> bare =
                catalog.layouts().stream()
                        .filter(layout -> layout.collection().endsWith("." + table))
                        .toList();
        Layout inPublic = catalog.find("public." + table);
        return inPublic != null ? inPublic : bare.size() == 1 ? bare.getFirst() : null;
    }
}
