package io.syncline.engine.twoway;

import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.ForeignKey;
import io.syncline.core.endpoint.References;
import io.syncline.core.merge.Which;
import io.syncline.engine.facing.Facings;
import io.syncline.engine.facing.KeyLinks;
import io.syncline.engine.facing.LinkTerms;
import io.syncline.engine.facing.Linkage;
import io.syncline.engine.facing.Terms;
import io.syncline.engine.pair.Links;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.shape.ShapeRules;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import io.syncline.engine.sync.Route;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** How the rows of a flow's two ends are linked that both ends number themselves. */
final class Linking {
    /** A flow's note of this name and a collection's says that its rows were matched. */
    private static final String MATCHED = "links/";

    /** A flow's note that the store does not know the latest links. */
    private static final String FORGOTTEN = "links-forgotten";

    private final Owner owner;
    private final String flow;
    private final Endpoint ours;
    private final Endpoint theirs;
    private final Store store;

    Linking(Owner owner, String flow, Endpoint ours, Endpoint theirs, Store store) {
        this.owner = owner;
        this.flow = flow;
        this.ours = ours;
        this.theirs = theirs;
        this.store = store;
    }

    /** How both ends face each other as a sync's plan and options say; asks both. */
    Facings faced(Plan plan, ShapeRules shape, Terms terms) {
        KeyLinks keys = LinkedKeys.of(store.pairs().links(), flow, plan, ours, theirs);
        return Pairing.faced(plan, shape, terms, ours, theirs, keys);
    }

    /** What the ends of a plan declare; asks them only if there is anything to link. */
    static Linkage linkage(
            Plan plan, LinkTerms terms, Endpoint ours, Endpoint theirs, KeyLinks keys) {
        return terms.isNothing()
                ? Linkage.NONE
                : new Linkage(
                        declared(ours, plan.routes().stream().map(Route::source).toList()),
                        declared(theirs, plan.routes().stream().map(Route::target).toList()),
                        keys);
    }

    private static List<ForeignKey> declared(Endpoint end, List<String> collections) {
        return end instanceof References known
                ? known.foreignKeys(new TreeSet<>(collections))
                : List.of();
    }

    /**
     * Before the flow is taken over: a store that was restored does not know the links that were
     * made since its backup.
     */
    void before() {
        if (store.restored(flow)) {
            store.note(owner, flow, FORGOTTEN, "");
        }
    }

    /**
     * Before any row is looked at: links those that are the same ones. Links that were forgotten
     * are found again by all that their rows say.
     */
    void match(Facings facings) {
        boolean forgotten = store.note(flow, FORGOTTEN) != null;
        for (String collection : facings.linked()) {
            if (forgotten || store.note(flow, MATCHED + collection) == null) {
                match(facings, collection, forgotten);
                store.note(owner, flow, MATCHED + collection, "");
            }
        }
        if (forgotten) {
            store.note(owner, flow, FORGOTTEN, null);
        }
    }

    private void match(Facings facings, String collection, boolean all) {
        Links links = store.pairs().links();
        new Matching(
                        facings,
                        Map.of(Which.OURS, ours, Which.THEIRS, theirs),
                        (which, keys) -> links.find(flow, collection, which, keys).keySet())
                .look(collection, all, keys -> links.add(flow, collection, keys));
    }
}
