package io.syncline.engine.sync;

import io.syncline.core.change.Field;
import io.syncline.core.change.Header;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.store.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a person does about parked rows: tries them again, gives them up, or writes them otherwise
 * than the source has them. Takes its time. Safe for use by several threads.
 *
 * <p>Methods throw an {@link EndpointException} of kind MISCONFIGURED: with code UNKNOWN_PARKED
 * when a row is not parked, or not any more, and WRONG_STATE when the sync does not run.
 */
public final class ParkedCare {
    private final Store store;
    private final Chronicle chronicle;
    private final Function<String, @Nullable LiveSync> live;

    /**
     * @param live finds a sync that runs, by its id; null if it does not
     */
    ParkedCare(Store store, Chronicle chronicle, Function<String, @Nullable LiveSync> live) {
        this.store = store;
        this.chronicle = chronicle;
        this.live = live;
    }

    /** Tries a row again; true if it is settled. */
    public boolean replay(long parkedId) {
        return replay(List.of(parked(parkedId))).isEmpty();
    }

    /** Tries rows of one sync again, all at once; the numbers of those that are still parked. */
    public Set<Long> replay(Collection<Parked> rows) {
        Map<String, List<Parked>> byFlow = new LinkedHashMap<>();
        rows.forEach(row -> byFlow.computeIfAbsent(row.flow(), _ -> new ArrayList<>()).add(row));
        Set<Long> still = new HashSet<>();
        byFlow.forEach(
                (flow, those) -> {
                    LiveFlow running = running(those.getFirst().syncId()).flow(flow);
                    List<RowId> ids = those.stream().map(row -> row.change().id()).toList();
                    Set<RowId> left = running.replay(ids);
                    those.stream()
                            .filter(row -> left.contains(row.change().id()))
                            .forEach(row -> still.add(row.id()));
                });
        return still;
    }

    /** Gives a row up; the destination stays without what waits. */
    public void discard(long parkedId) {
        Parked row = parked(parkedId);
        LiveSync sync = live.apply(row.syncId());
        if (sync == null) {
            store.discard(parkedId);
        } else {
            sync.flow(row.flow()).discard(row.change().id());
        }
    }

    /** How a parked row's collection looks at the destination. */
    public Layout layout(Parked row) {
        return running(row.syncId())
                .flow(row.flow())
                .mirror()
                .rows()
                .layout(row.change().id().collection());
    }

    /**
     * Writes a parked row as a person wants it; what else is known of it is kept.
     *
     * @param row as it was seen; what the stream told since is not written over
     * @param given fields by the destination's names
     * @param who the name of whoever wants it
     * @return why the destination does not take it, or null if it is settled
     */
    public @Nullable Refusal edit(Parked row, Map<String, Value> given, String who) {
        MirrorFlow flow = running(row.syncId()).flow(row.flow()).mirror();
        RowId id = row.change().id();
        Map<String, Value> values = new HashMap<>(given);
        Row known = row.change().after().row();
        if (known == null) {
            throw Engine.wrongState("This row waits to be deleted: there is nothing to edit");
        }
        for (int i = 0; i < known.header().size(); i++) {
            values.putIfAbsent(known.header().names().get(i), known.at(i));
        }
        Layout layout = flow.rows().layout(id.collection());
        if (layout.key().isEmpty()) {
            throw Engine.wrongState("A row of a table without a key can only be replayed");
        }
        List<String> names =
                layout.fields().stream().map(Field::name).filter(values::containsKey).toList();
        Row edited =
                Row.of(
                        Header.of(names),
                        names.stream()
                                .map(name -> Objects.requireNonNull(values.get(name)))
                                .toList());
        Image after =
                names.size() == layout.fields().size()
                        ? Image.whole(edited)
                        : Image.partial(edited);
        Refusal refusal = flow.rows().edit(row.change(), after);
        if (refusal == null) {
            chronicle.event(
                    row.syncId(),
                    "row_edited",
                    Map.of(
                            "parked_id", Long.toString(row.id()),
                            "destination", flow.destination(),
                            "table", id.collection(),
                            "fields", String.join(",", given.keySet().stream().sorted().toList()),
                            "by", who));
        }
        return refusal;
    }

    /**
     * Why a destination does not take an edited row.
     *
     * @param detail its words, without secrets
     */
    public record Refusal(Code code, String detail) {}

    private LiveSync running(String syncId) {
        LiveSync sync = live.apply(syncId);
        if (sync == null) {
            throw Engine.wrongState(
                    "Rows are written through the sync, which does not run: resume or trigger it");
        }
        return sync;
    }

    private Parked parked(long id) {
        Parked row = store.parkedRow(id);
        if (row == null) {
            throw unknown(id);
        }
        return row;
    }

    /** There is no parked row of this number. */
    static EndpointException unknown(long id) {
        return new EndpointException(
                EndpointException.Kind.MISCONFIGURED,
                Code.UNKNOWN_PARKED,
                "There is no parked row " + id);
    }
}
