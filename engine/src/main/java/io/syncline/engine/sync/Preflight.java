package io.syncline.engine.sync;

import io.syncline.core.endpoint.Capturing;
import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Checkpoints;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.Snapshots;
import io.syncline.core.endpoint.Source;
import io.syncline.core.endpoint.Target;
import io.syncline.engine.mirror.Applying;
import io.syncline.engine.mirror.Wholeness;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.shape.Shape;
import io.syncline.engine.shape.ShapeProblem;
import io.syncline.engine.shape.ShapeTools;
import io.syncline.engine.shape.Shapes;
import io.syncline.engine.store.Store;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at both ends of a sync before anything is written. What is wrong at one end does not keep
 * it from looking at the others, so that everything is reported at once.
 */
final class Preflight {
    /** Which run is looked at. */
    enum Purpose {
        /** That of a sync which is not there yet. */
        FIRST_RUN,
        /** The next of a sync: what has changed. */
        NEXT_RUN,
        /** The next of a sync: everything again. */
        FULL_RUN
    }

    private final Connectors connectors;
    private final Store store;
    private final Context context;

    Preflight(Connectors connectors, Store store, Context context) {
        this.connectors = connectors;
        this.store = store;
        this.context = context;
    }

    Check check(SyncDefinition definition, Purpose purpose) {
        boolean hasRun =
                purpose != Purpose.FIRST_RUN && !store.executions(definition.id(), 1).isEmpty();
        boolean copies = purpose != Purpose.NEXT_RUN || !hasRun;
        return new Look(definition, hasRun, copies).look();
    }

    /** See {@link Syncs#shapes}. */
    List<Shapes.Resolved> shapes(SyncDefinition definition, @Nullable Catalog given) {
        return new ShapeLook(connectors, context).of(definition, given);
    }

    /** One look at all ends of one sync. */
    private final class Look {
        private final SyncDefinition definition;
        private final ShapeTools tools;
        private final List<Leg> legs;
        private final boolean hasRun;
        private final boolean copies;
        private final List<Check.Noted> noted = new ArrayList<>();
        private final List<String> actions = new ArrayList<>();
        private final List<Route> routes = new ArrayList<>();
        private final StarNames names;
        private long rows;

        Look(SyncDefinition definition, boolean hasRun, boolean copies) {
            this.definition = definition;
            this.tools = connectors.tools(context);
            this.legs = definition.legs();
            this.names = new StarNames(definition.options().merging());
            this.hasRun = hasRun;
            this.copies = copies;
        }

        Check look() {
            if (definition.gathers()) {
                new GatherCheck(definition, hasRun, this::open, tools, noted, actions, routes)
                        .look();
            } else if (definition.further().isEmpty()) {
                along(legs);
            } else {
                legs.forEach(leg -> along(List.of(leg)));
                names.problems(legs.size()).forEach(each -> note(0, each));
            }
            Comparator<Check.Noted> mildFirst = Comparator.comparing(e -> e.finding().severity());
            List<Check.Noted> sorted =
                    noted.stream().distinct().sorted(mildFirst.reversed()).toList();
            return new Check(sorted, actions, routes, rows);
        }

        private Endpoint open(EndpointSpec spec) {
            return connectors.open(spec, definition.options().performance(), context);
        }

        /** Looks along legs of one source. */
        private void along(List<Leg> some) {
            Leg first = some.getFirst();
            int place = Check.Noted.source(first.index());
            attempt(
                    place,
                    () -> {
                        try (Endpoint source = open(first.source())) {
                            Routing routing = new Routing(definition, first.index(), tools);
                            destinations(some, source, catalog(place, routing, source));
                        }
                    });
        }

        /** What the source has, or null if it does not tell; then the others are looked at yet. */
        private @Nullable Catalog catalog(int place, Routing routing, Endpoint source) {
            List<Catalog> told = new ArrayList<>();
            attempt(place, () -> told.add(source.catalog()));
            if (told.isEmpty()) {
                return null;
            }
            attempt(place, () -> routing.require(told.getFirst()));
            return told.getFirst();
        }

        private void destinations(List<Leg> some, Endpoint source, @Nullable Catalog catalog) {
            boolean both = definition.direction() == Direction.BI_DIRECTIONAL;
            for (Leg leg : some) {
                int index = leg.index();
                if (catalog != null && !both) {
                    attempt(Check.Noted.SOURCE, () -> source(index, source, catalog));
                }
                attempt(
                        index,
                        () -> {
                            try (Endpoint target = open(leg.destination())) {
                                if (both) {
                                    bothWays(index, source, target, catalog);
                                } else {
                                    destination(index, source, target, catalog);
                                }
                            }
                        });
            }
        }

        private void bothWays(
                int index, Endpoint source, Endpoint target, @Nullable Catalog catalog) {
            if (catalog == null) {
                return;
            }
            Routing own = new Routing(definition, index, tools);
            PairCheck.Found found =
                    new PairCheck(definition, index, own, hasRun).look(source, target, catalog);
            noted.addAll(found.noted());
            actions.addAll(found.actions());
            names.met(found.faced());
            if (index == 0) {
                routes.addAll(found.routes());
                rows = found.rows();
            }
        }

        private void source(int index, Endpoint source, Catalog catalog) {
            if (!(source instanceof Source reading) || !(source instanceof Snapshots)) {
                throw EndLook.missing(definition.source().name(), "be read as a source of changes");
            }
            Routing routing = new Routing(definition, index, tools);
            List<String> names = routing.known(catalog).stream().map(Layout::collection).toList();
            Selection selection =
                    new Selection(
                            LiveFlow.flowName(definition.id(), index),
                            names.stream().sorted().toList());
            reading.preflight(selection, hasRun ? 0 : index)
                    .forEach(each -> note(Check.Noted.SOURCE, each));
            for (String blind : Capturing.of(source).blind()) {
                note(
                        Check.Noted.SOURCE,
                        Finding.note(Code.CAPTURE_BLIND, definition.source().name(), blind));
            }
            if (!hasRun) {
                actions.add(
                        "read %d tables of %s through %s for %s alone"
                                .formatted(
                                        names.size(),
                                        definition.source().name(),
                                        EndLook.captured(source),
                                        definition.destinations().get(index).name()));
            }
        }

        private void destination(
                int index, Endpoint source, Endpoint target, @Nullable Catalog catalog) {
            String name = definition.destinations().get(index).name();
            if (!(target instanceof Target writing) || !(target instanceof Checkpoints)) {
                throw EndLook.missing(name, "be written to with checkpoints");
            }
            Catalog there = target.catalog();
            if (catalog == null) {
                return;
            }
            Routing own = new Routing(definition, index, tools);
            own.shapes(catalog, writing::localName).problems().forEach(each -> note(index, each));
            Plan plan = own.known(catalog, writing);
            if (index == 0) {
                routes.addAll(plan.routes());
                rows =
                        plan.layouts().values().stream()
                                .mapToLong(layout -> Math.max(0, layout.rows()))
                                .sum();
            }
            if (definition.options().applying() == Applying.TRANSACTIONAL) {
                Wholeness.against(source, target, plan.layouts().values())
                        .forEach(each -> note(index, each));
            }
            for (Route route : plan.routes()) {
                boolean exists = there.find(route.target()) != null;
                table(index, route, plan.shape(route), target, exists);
            }
            if (!copies) {
                actions.add(
                        "apply what %s has changed since the last run to %s"
                                .formatted(definition.source().name(), name));
            }
            writing.agree(plan.there()).forEach(each -> note(index, softened(each)));
        }

        private void table(int index, Route route, Shape shape, Endpoint target, boolean exists) {
            String name = name(index);
            if (!exists) {
                actions.add("create " + route.target() + " in " + name);
            } else if (!hasRun
                    && definition.existing() == ExistingData.REFUSE
                    && EndLook.hasRows(target, shape.layout())) {
                note(
                        index,
                        Finding.error(
                                Code.TARGET_NOT_EMPTY,
                                route.target(),
                                route.target() + " in " + name + " already has rows",
                                "set existing_data to adopt or fill"));
            }
            shape.told()
                    .forEach(
                            told ->
                                    actions.add(
                                            "shape "
                                                    + route.target()
                                                    + " in "
                                                    + name
                                                    + ": "
                                                    + told));
            if (copies) {
                actions.add("copy " + route.source() + " to " + route.target() + " in " + name);
            }
        }

        /** Nobody asked for the tables to be looked at: what does not fit is told all the same. */
        private Finding softened(Finding finding) {
            return definition.options().checks().schema()
                            || finding.severity() != Finding.Severity.ERROR
                    ? finding
                    : Finding.warning(
                            finding.code(), finding.subject(), finding.message(), finding.remedy());
        }

        private void note(int end, Finding finding) {
            noted.add(new Check.Noted(end, finding));
        }

        private void note(int end, ShapeProblem problem) {
            noted.add(
                    new Check.Noted(
                            end,
                            Finding.error(problem.code(), name(end), problem.message(), null),
                            problem.pointer()));
        }

        private void attempt(int end, Runnable look) {
            try {
                look.run();
            } catch (EndpointException e) {
                note(end, Finding.error(e.code(), name(end), String.valueOf(e.getMessage()), null));
            }
        }

        private String name(int end) {
            return end < 0
                    ? legs.get(Check.Noted.SOURCE - end).source().name()
                    : legs.get(end).destination().name();
        }
    }
}
