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

    List<Shapes.Resolved> shapes(SyncDefinition definition, @Nullable Catalog given) {
        Catalog catalog = given;
        if (catalog == null) {
            try (Endpoint source =
                    connectors.open(
                            definition.source(), definition.options().performance(), context)) {
                catalog = source.catalog();
            }
        }
        List<Shapes.Resolved> resolved = new ArrayList<>();
        for (int i = 0; i < definition.destinations().size(); i++) {
            Routing routing = new Routing(definition, i, connectors.tools(context));
            routing.require(catalog);
            resolved.add(routing.shapes(catalog, name -> name));
        }
        return resolved;
    }

    /** One look at all ends of one sync. */
    private final class Look {
        private final SyncDefinition definition;
        private final ShapeTools tools;
        private final Routing routing;
        private final boolean hasRun;
        private final boolean copies;
        private final List<Check.Noted> noted = new ArrayList<>();
        private final List<String> actions = new ArrayList<>();
        private final List<Route> routes = new ArrayList<>();
        private long rows;

        Look(SyncDefinition definition, boolean hasRun, boolean copies) {
            this.definition = definition;
            this.tools = connectors.tools(context);
            this.routing = new Routing(definition, 0, tools);
            this.hasRun = hasRun;
            this.copies = copies;
        }

        Check look() {
            attempt(
                    Check.Noted.SOURCE,
                    () -> {
                        try (Endpoint source =
                                connectors.open(
                                        definition.source(),
                                        definition.options().performance(),
                                        context)) {
                            destinations(source, catalog(source));
                        }
                    });
            List<Check.Noted> sorted = new ArrayList<>(noted.stream().distinct().toList());
            sorted.sort(
                    Comparator.comparing((Check.Noted each) -> each.finding().severity())
                            .reversed());
            return new Check(sorted, actions, routes, rows);
        }

        /** What the source has, or null if it does not tell; then the others are looked at yet. */
        private @Nullable Catalog catalog(Endpoint source) {
            List<Catalog> told = new ArrayList<>();
            attempt(Check.Noted.SOURCE, () -> told.add(source.catalog()));
            if (told.isEmpty()) {
                return null;
            }
            attempt(Check.Noted.SOURCE, () -> routing.require(told.getFirst()));
            return told.getFirst();
        }

        private void destinations(Endpoint source, @Nullable Catalog catalog) {
            boolean both = definition.direction() == Direction.BI_DIRECTIONAL;
            for (int i = 0; i < definition.destinations().size(); i++) {
                int index = i;
                if (catalog != null && !both) {
                    attempt(Check.Noted.SOURCE, () -> source(index, source, catalog));
                }
                attempt(
                        index,
                        () -> {
                            EndpointSpec spec = definition.destinations().get(index);
                            try (Endpoint target =
                                    connectors.open(
                                            spec, definition.options().performance(), context)) {
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
            if (index == 0) {
                routes.addAll(found.routes());
                rows = found.rows();
            }
        }

        private void source(int index, Endpoint source, Catalog catalog) {
            if (!(source instanceof Source reading) || !(source instanceof Snapshots)) {
                throw EndLook.missing(definition.source().name(), "be read as a source of changes");
            }
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
            String name = definition.destinations().get(index).name();
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
            String subject = definition.destinations().get(end).name();
            noted.add(
                    new Check.Noted(
                            end,
                            Finding.error(problem.code(), subject, problem.message(), null),
                            problem.pointer()));
        }

        private void attempt(int end, Runnable look) {
            try {
                look.run();
            } catch (EndpointException e) {
                String name =
                        end == Check.Noted.SOURCE
                                ? definition.source().name()
                                : definition.destinations().get(end).name();
                note(end, Finding.error(e.code(), name, String.valueOf(e.getMessage()), null));
            }
        }
    }
}
