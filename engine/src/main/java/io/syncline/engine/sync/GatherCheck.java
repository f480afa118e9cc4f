package io.syncline.engine.sync;

import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Checkpoints;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Evolution;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.Snapshots;
import io.syncline.core.endpoint.Source;
import io.syncline.core.endpoint.Target;
import io.syncline.core.endpoint.Transacting;
import io.syncline.engine.gather.GatherSetup;
import io.syncline.engine.gather.Made;
import io.syncline.engine.shape.ShapeTools;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Looks at all ends of a sync whose rows are made of several sources, before it begins. */
final class GatherCheck {
    private final SyncDefinition definition;
    private final boolean hasRun;
    private final Function<EndpointSpec, Endpoint> opening;
    private final ShapeTools tools;
    private final List<Check.Noted> noted;
    private final List<String> actions;
    private final List<Route> routes;
    private final List<Endpoint> opened = new ArrayList<>();
    private final Map<Leg, GatherSetup.From> able = new HashMap<>();

    /**
     * @param hasRun whether the destination may have rows of this sync by now
     * @param noted where all goes that a person should know
     */
    GatherCheck(
            SyncDefinition definition,
            boolean hasRun,
            Function<EndpointSpec, Endpoint> opening,
            ShapeTools tools,
            List<Check.Noted> noted,
            List<String> actions,
            List<Route> routes) {
        this.definition = definition;
        this.hasRun = hasRun;
        this.opening = opening;
        this.tools = tools;
        this.noted = noted;
        this.actions = actions;
        this.routes = routes;
    }

    void look() {
        EndpointSpec to = definition.destinations().getFirst();
        try {
            for (Leg leg : definition.legs()) {
                attempt(Check.Noted.source(leg.index()), leg.source(), () -> source(leg));
            }
            attempt(0, to, () -> destination(to));
        } finally {
            opened.forEach(Endpoint::close);
        }
    }

    private Endpoint open(EndpointSpec spec) {
        Endpoint end = opening.apply(spec);
        opened.add(end);
        return end;
    }

    private void attempt(int end, EndpointSpec spec, Runnable look) {
        try {
            look.run();
        } catch (EndpointException e) {
            String message = String.valueOf(e.getMessage());
            noted.add(new Check.Noted(end, Finding.error(e.code(), spec.name(), message, null)));
        }
    }

    private void source(Leg leg) {
        Endpoint end = open(leg.source());
        if (!(end instanceof Source reading)
                || !(end instanceof Snapshots)
                || !(end instanceof Lookup)) {
            throw EndLook.missing(leg.source().name(), "be read as a source, and by key");
        }
        Catalog catalog = end.catalog();
        Routing routing = new Routing(definition, leg.index(), tools);
        routing.require(catalog);
        List<String> names =
                routing.known(catalog).stream().map(Layout::collection).sorted().toList();
        reading.preflight(new Selection(leg.flow(), names))
                .forEach(each -> noted.add(new Check.Noted(Check.Noted.source(leg.index()), each)));
        if (!hasRun) {
            actions.add(
                    "read %d tables of %s through %s"
                            .formatted(names.size(), leg.source().name(), EndLook.captured(end)));
        }
        able.put(leg, new GatherSetup.From(leg.source().name(), end, leg.flow(), routing));
    }

    private void destination(EndpointSpec to) {
        Endpoint end = open(to);
        if (!(end instanceof Target writing)
                || !(end instanceof Checkpoints)
                || !(end instanceof Transacting)
                || !(end instanceof Lookup)
                || !(end instanceof Snapshots)) {
            throw EndLook.missing(to.name(), "be written to with checkpoints, and read by key");
        }
        Catalog there = end.catalog();
        if (able.size() < definition.legs().size()) {
            return;
        }
        for (Leg leg : definition.legs()) {
            Catalog here = Objects.requireNonNull(able.get(leg)).endpoint().catalog();
            Routing routing = new Routing(definition, leg.index(), tools);
            var problems = routing.shapes(here, writing::localName).problems();
            problems.forEach(
                    each ->
                            noted.add(
                                    new Check.Noted(
                                            leg.index(),
                                            Finding.error(
                                                    each.code(), to.name(), each.message(), null),
                                            each.pointer())));
            if (!problems.isEmpty()) {
                return;
            }
        }
        made(to, end, writing, there);
    }

    private void made(EndpointSpec to, Endpoint end, Target writing, Catalog there) {
        Made made =
                Made.of(
                        definition.ranked().stream()
                                .map(leg -> Objects.requireNonNull(able.get(leg)))
                                .toList(),
                        writing,
                        definition.options().gathering());
        made.problems()
                .forEach(each -> note(Finding.error(each.code(), to.name(), each.message(), null)));
        made.contributors().forEach(each -> routes.addAll(each.plan().routes()));
        for (Layout layout : made.layouts()) {
            String name = layout.collection();
            if (there.find(name) == null) {
                actions.add("create " + name + " in " + to.name());
            } else if (!hasRun
                    && definition.existing() == ExistingData.REFUSE
                    && EndLook.hasRows(end, Objects.requireNonNull(there.find(name)))) {
                note(
                        Finding.error(
                                Code.TARGET_NOT_EMPTY,
                                name,
                                name + " in " + to.name() + " already has rows",
                                "set existing_data to adopt: rows that no source has go then"));
            }
            actions.add("make the rows of " + name + " in " + to.name());
        }
        if (made.problems().isEmpty()) {
            writing.agree(made.layouts()).forEach(each -> note(softened(end, each)));
        }
    }

    /** A table that is there gets what it lacks when the sync begins. */
    private static Finding softened(Endpoint end, Finding finding) {
        boolean mends = end instanceof Evolution && finding.code() == Code.LAYOUT_MISMATCH;
        return mends && finding.severity() == Finding.Severity.ERROR
                ? Finding.warning(
                        finding.code(), finding.subject(), finding.message(), finding.remedy())
                : finding;
    }

    private void note(Finding finding) {
        noted.add(new Check.Noted(0, finding));
    }
}
