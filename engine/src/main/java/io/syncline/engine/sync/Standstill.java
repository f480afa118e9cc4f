package io.syncline.engine.sync;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Scan;
import io.syncline.core.endpoint.Source;
import io.syncline.core.endpoint.Target;
import io.syncline.core.merge.Which;
import io.syncline.engine.facing.Facings;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import io.syncline.engine.twoway.LinkedKeys;
import io.syncline.engine.twoway.Pairing;
import io.syncline.engine.verify.Compare;
import io.syncline.engine.verify.PairCompare;
import io.syncline.engine.verify.Paired;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares a sync that does not run: what stands at both ends now. What has changed at an end since
 * the sync stopped is different, and is told as such.
 */
final class Standstill {
    private final Store store;
    private final Connectors connectors;
    private final Owners owners;
    private final Context context;

    Standstill(Store store, Connectors connectors, Owners owners, Context context) {
        this.store = store;
        this.connectors = connectors;
        this.owners = owners;
        this.context = context;
    }

    List<Verification> verify(Store.Entry entry) {
        SyncDefinition definition = entry.definition();
        if (definition.gathers()) {
            throw Engine.wrongState(
                    "The rows of several sources are made anew to be compared, which a sync does"
                            + " that runs: resume or trigger it");
        }
        Performance use = definition.options().performance();
        List<Verification> made = new ArrayList<>();
        for (Leg leg : definition.legs()) {
            Routing routing = new Routing(definition, leg.index(), connectors.tools(context));
            try (Endpoint source = connectors.open(leg.source(), use, context);
                    Endpoint target = connectors.open(leg.destination(), use, context)) {
                readable(source, target, leg);
                Verification found =
                        switch (definition.direction()) {
                            case ONE_WAY -> mirror(routing, source, target, leg);
                            case BI_DIRECTIONAL -> pair(definition, routing, source, target, leg);
                        };
                made.add(kept(entry, leg.flow(), found));
            }
        }
        return made;
    }

    /** One that should run and does not run here may run elsewhere. */
    private Verification kept(Store.Entry entry, String flow, Verification found) {
        String id = entry.definition().id();
        Owner owner =
                switch (entry.state()) {
                    case PAUSED, FAILED, COMPLETED -> owners.of(id);
                    case CONFIGURED, STARTED, RUNNING -> owners.known(id);
                };
        return owner == null ? found : Certificate.keep(store, owner, flow, found);
    }

    private static void readable(Endpoint source, Endpoint target, Leg leg) {
        if (!(source instanceof Source)
                || !(source instanceof Scan)
                || !(source instanceof Lookup)
                || !(target instanceof Target)
                || !(target instanceof Scan)
                || !(target instanceof Lookup)) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.CAPABILITY_MISSING,
                    leg.source().name()
                            + " or "
                            + leg.destination().name()
                            + " cannot be read for a comparison");
        }
    }

    private Verification mirror(Routing routing, Endpoint source, Endpoint target, Leg leg) {
        long began = context.wallMillis();
        Target writing = (Target) target;
        Plan plan = routing.plan(source.catalog(), writing);
        writing.agree(plan.there());
        Position before = ((Source) source).head();
        Compare.Result result = new Compare(source, target, plan, _ -> true).run();
        boolean quiet = result.position().equals(before);
        return MirrorVerifying.of(leg, plan, result, quiet, began, context.wallMillis());
    }

    private Verification pair(
            SyncDefinition definition, Routing routing, Endpoint ours, Endpoint theirs, Leg leg) {
        long began = context.wallMillis();
        Plan plan = routing.plan(ours.catalog(), (Target) theirs);
        Facings faced =
                Pairing.faced(
                        plan,
                        definition.options().shape(),
                        definition.options().merging().terms(leg),
                        ours,
                        theirs,
                        LinkedKeys.of(store.pairs().links(), leg.flow(), plan, ours, theirs));
        ((Target) ours).agree(faced.read(Which.OURS));
        ((Target) theirs).agree(faced.read(Which.THEIRS));
        Position here = ((Source) ours).head();
        Position there = ((Source) theirs).head();
        List<Paired> collections = Pairing.of(faced, ours, theirs, _ -> true);
        PairCompare.Result result = new PairCompare(collections, () -> true).run();
        Position after = ((Source) ours).head();
        Position afterThere = ((Source) theirs).head();
        return PairVerifying.of(
                leg,
                collections.size(),
                result,
                PairVerifying.waiting(store, leg.flow(), result),
                new Verification.Places(after.token(), afterThere.token()),
                here.equals(after) && there.equals(afterThere),
                began,
                context.wallMillis());
    }
}
