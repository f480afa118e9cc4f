package io.syncline.connector.mongodb;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Creation;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Evolution;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import java.util.List;

/**
 * Makes collections. They take any document, so nothing has to be altered when rows change; only
 * the layout that is kept beside them does.
 */
final class MongoCreation implements Creation, Evolution {
    private final Client client;
    private final Shapes shapes;
    private final KeptLayouts kept;

    MongoCreation(Client client, Shapes shapes, KeptLayouts kept) {
        this.client = client;
        this.shapes = shapes;
        this.kept = kept;
    }

    @Override
    public void create(Layout layout) {
        client.call(
                "Making the collection " + layout.collection(),
                database -> {
                    if (Collections.make(database, layout.collection(), null)) {
                        layout.indexes().stream()
                                .filter(index -> writable(index))
                                .forEach(
                                        index ->
                                                Collections.index(
                                                        client.collection(layout.collection()),
                                                        layout,
                                                        index));
                        kept.keep(layout);
                    }
                    return true;
                });
        shapes.forget(layout.collection());
    }

    private static boolean writable(Layout.Index index) {
        return index.fields().stream().allMatch(name -> Names.refuses(name) == null);
    }

    @Override
    public List<Finding> evolve(Layout layout) {
        client.call(
                "Keeping the layout of " + layout.collection(),
                _ -> {
                    if (kept.find(layout.collection()) != null) {
                        kept.keep(layout);
                    }
                    return true;
                });
        shapes.agree(layout);
        return List.of();
    }

    @Override
    public void rekey(Layout layout) {
        boolean same = shapes.of(layout.collection()).layout().key().equals(layout.key());
        boolean empty =
                same
                        || client.call(
                                "Looking for documents of " + layout.collection(),
                                _ -> client.collection(layout.collection()).find().first() == null);
        if (!empty) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.LAYOUT_MISMATCH,
                    "The documents of "
                            + layout.collection()
                            + " hold another key in _id, which cannot be changed.");
        }
        evolve(layout);
    }
}
