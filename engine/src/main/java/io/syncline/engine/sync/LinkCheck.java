package io.syncline.engine.sync;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.merge.Which;
import io.syncline.engine.facing.Facings;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.twoway.LinkedKeys;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether both ends give out keys of the tables whose rows are linked.
 *
 * @param faced how both ends face each other
 * @param here the source's name
 * @param there the destination's
 */
record LinkCheck(Facings faced, Plan plan, String here, String there) {
    /** What an end lacks for it; asks it. */
    List<Finding> lacks(Which which, Endpoint end) {
        return plan.routes().stream()
                .filter(route -> faced.linked().contains(route.target()))
                .map(route -> which == Which.OURS ? route.source() : route.target())
                .flatMap(table -> lacks(which, end, table))
                .toList();
    }

    /** Whether a finding is news: that an end numbers linked rows is what they are linked for. */
    boolean matters(Finding finding) {
        return finding.code() != Code.TARGET_SEQUENCE
                || plan.routes().stream()
                        .filter(route -> faced.linked().contains(route.target()))
                        .flatMap(route -> Stream.of(route.source(), route.target()))
                        .noneMatch(table -> finding.subject().startsWith(table + "."));
    }

    private Stream<Finding> lacks(Which which, Endpoint end, String table) {
        String lack = LinkedKeys.lacks(end, table);
        String name = which == Which.OURS ? here : there;
        return lack == null
                ? Stream.empty()
                : Stream.of(
                        Finding.error(
                                Code.NO_KEYS_GIVEN,
                                table,
                                "%s of %s %s, so its rows cannot be linked"
                                        .formatted(table, name, lack),
                                "let both ends number its rows, or give them keys that never meet"));
    }
}
