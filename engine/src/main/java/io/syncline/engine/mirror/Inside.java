package io.syncline.engine.mirror;

import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.OpenTransaction;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Target;
import io.syncline.core.endpoint.Transacting;
import io.syncline.core.endpoint.Write;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A target whose calls all write in one transaction until that is committed; fences are stored then
 * and not before. Used by one thread at a time.
 */
final class Inside implements Target, AutoCloseable {
    private final Target target;
    private final Transacting transacting;
    private final Fence owner;
    private @Nullable OpenTransaction open;

    /**
     * @param transacting the same target
     * @param owner whose checkpoint is stored; its position is not looked at
     */
    Inside(Target target, Transacting transacting, Fence owner) {
        this.target = target;
        this.transacting = transacting;
        this.owner = owner;
    }

    private OpenTransaction open() {
        OpenTransaction now = open;
        if (now == null) {
            now = transacting.begin(owner.flow(), owner.shard(), owner.epoch());
            open = now;
        }
        return now;
    }

    @Override
    public List<Outcome> apply(List<Write> writes, @Nullable Fence fence) {
        if (writes.isEmpty()) {
            return List.of();
        }
        List<Outcome> outcomes = open().apply(writes);
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof Outcome.Refused why && why.kind() == Outcome.Kind.BUSY) {
                // Only what is undone whole frees the rows that the other one waits for.
                throw Refusals.busy(writes.get(i).change().id(), why);
            }
        }
        return outcomes;
    }

    @Override
    public void truncate(List<String> collections, @Nullable Fence fence) {
        open().truncate(collections);
    }

    /**
     * Makes everything visible at once, with the position.
     *
     * @throws EndpointException TRANSIENT if nobody knows whether it was; the checkpoint tells
     */
    void commit(Position position) {
        OpenTransaction now = open;
        open = null;
        if (now == null) {
            target.apply(
                    List.of(), new Fence(owner.flow(), owner.shard(), owner.epoch(), position));
        } else if (!now.commit(position)) {
            throw Refusals.unanswered(owner.flow());
        }
    }

    @Override
    public String localName(String collection) {
        return target.localName(collection);
    }

    @Override
    public List<Finding> agree(List<Layout> layouts) {
        return target.agree(layouts);
    }

    @Override
    public void close() {
        OpenTransaction now = open;
        open = null;
        if (now != null) {
            now.close();
        }
    }
}
