package io.syncline.engine.sync;

import io.syncline.core.endpoint.Code;
import io.syncline.engine.facing.Facings;
import io.syncline.engine.facing.LinkTerms;
import io.syncline.engine.review.Related;
import io.syncline.engine.shape.ShapeProblem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tables that a star's configuration names by themselves. No source needs to have all of them, so
 * one is wrong if none has it. For one look, by one thread.
 */
final class StarNames {
    private record Named(String pointer, String table) {}

    private final List<Named> unknown = new ArrayList<>();
    private int met;

    StarNames(Merging merging) {
        LinkTerms links = merging.links();
        links.tables().forEach(each -> unknown.add(new Named(each.pointer(), each.name())));
        for (LinkTerms.Reference each : links.references()) {
            unknown.add(new Named(each.pointer(), each.table()));
            unknown.add(new Named(each.pointer(), each.to()));
        }
        merging.review().context().forEach(this::beside);
    }

    private void beside(String table, List<Related> wanted) {
        String pointer = RelatedCheck.POINTER + "/" + table;
        unknown.add(new Named(pointer, table));
        for (int i = 0; i < wanted.size(); i++) {
            unknown.add(new Named(pointer + "/" + i + "/table", wanted.get(i).table()));
        }
    }

    /** Takes what a leg knows, if it could be looked at. */
    void met(@Nullable Facings leg) {
        if (leg != null) {
            TableNames names = new TableNames(leg);
            unknown.removeIf(each -> names.known(each.table()) != null);
            met++;
        }
    }

    /** What no leg has known; nothing while not all of so many were met. */
    List<ShapeProblem> problems(int legs) {
        if (met < legs) {
            return List.of();
        }
        return unknown.stream()
                .map(
                        each ->
                                new ShapeProblem(
                                        Code.UNKNOWN_COLLECTION,
                                        each.pointer(),
                                        each.table() + " is no table of any source of this sync."))
                .toList();
    }
}
