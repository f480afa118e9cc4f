package io.syncline.engine.gather;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Position;
import io.syncline.engine.shape.Shaped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks all ends for rows, and finds out what each of them should be. */
final class Judging {
    /** What is looked up has no time. */
    static final Version NEVER = new Version(0, 0, new ReplicaId("sources"));

    private final List<Contributor> contributors;
    private final Map<String, GatheredTable> tables = new HashMap<>();
    private final Lookup there;

    Judging(List<Contributor> contributors, List<GatheredTable> all, Lookup there) {
        this.contributors = List.copyOf(contributors);
        all.forEach(table -> tables.put(table.layout().collection(), table));
        this.there = there;
    }

    /**
     * A row as it is at the destination, and as it should be.
     *
     * @param there as the destination has it
     * @param should what the sources come to
     */
    record Judged(RowId id, Image there, Gathered should) {
        /** Whether the destination has it as it should be. */
        boolean good() {
            return switch (should) {
                case Gathered.Made(Image image, _) -> same(image, there);
                case Gathered.Held _ -> false;
            };
        }

        private static boolean same(Image made, Image there) {
            Row row = made.row();
            Row stands = there.row();
            return row == null ? stands == null : stands != null && row.within(stands);
        }
    }

    /**
     * Judges rows.
     *
     * @param seen how far each source's log was read: no older row is taken; null for any
     * @return those that all ends show, in their order: the others have to be asked for again
     */
    List<Judged> judge(List<RowId> ids, Function<Contributor, @Nullable Position> seen) {
        Map<RowId, List<Voice>> voices = new LinkedHashMap<>();
        ids.forEach(id -> voices.put(id, new ArrayList<>()));
        Set<RowId> hidden = new HashSet<>();
        Map<RowId, Gathered.Held> bad = new HashMap<>();
        // The destination last: what it shows then is not older than what the sources said.
        for (Contributor each : contributors) {
            ask(each, seen.apply(each), voices, hidden, bad);
        }
        List<RowId> shown = ids.stream().filter(id -> !hidden.contains(id)).toList();
        List<Found> found = shown.isEmpty() ? List.of() : there.current(shown, null);
        List<Judged> judged = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            if (found.get(i) instanceof Found.Seen(Image image, _)) {
                RowId id = shown.get(i);
                List<Voice> said = Objects.requireNonNull(voices.get(id));
                Gathered.Held held = bad.get(id);
                judged.add(
                        new Judged(
                                id, image, held == null ? table(id).gathering().of(said) : held));
            }
        }
        return judged;
    }

    /** The table of a row of the destination. */
    GatheredTable table(RowId id) {
        return Objects.requireNonNull(tables.get(id.collection()), id::collection);
    }

    private void ask(
            Contributor contributor,
            @Nullable Position seen,
            Map<RowId, List<Voice>> voices,
            Set<RowId> hidden,
            Map<RowId, Gathered.Held> bad) {
        List<RowId> own = new ArrayList<>();
        List<RowId> ids = new ArrayList<>();
        List<Part> parts = new ArrayList<>();
        voices.forEach(
                (id, said) -> {
                    for (Part part : table(id).parts()) {
                        if (part.isOf(contributor)) {
                            RowId here = part.here(id);
                            if (here == null) {
                                said.add(new Voice(contributor.name(), Image.absent()));
                            } else {
                                own.add(here);
                                ids.add(id);
                                parts.add(part);
                            }
                        }
                    }
                });
        List<Found> found = own.isEmpty() ? List.of() : contributor.lookup().current(own, seen);
        for (int i = 0; i < own.size(); i++) {
            RowId id = ids.get(i);
            switch (found.get(i)) {
                case Found.Seen(Image image, _) -> {
                    Shaped shaped = parts.get(i).shaped(own.get(i), image, NEVER);
                    Objects.requireNonNull(voices.get(id))
                            .add(new Voice(contributor.name(), said(shaped)));
                    if (shaped instanceof Shaped.Bad(Change change, Code code, String detail)) {
                        String why = contributor.name() + ": " + detail;
                        bad.putIfAbsent(id, new Gathered.Held(change.after(), code, why));
                    }
                }
                case Found.NotYet _ -> hidden.add(id);
            }
        }
    }

    private static Image said(Shaped shaped) {
        return shaped instanceof Shaped.Put(Change change) ? change.after() : Image.absent();
    }
}
