package io.syncline.engine.sync;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.shape.Plan;
import java.util.List;

/** Tables whose keys both ends give out: two new rows of one key are two things under one name. */
final class GeneratedKeys {
    private static final String REMEDY =
            "give the ends keys that never meet, odd and even: INCREMENT BY 2 of a sequence,"
                    + " auto_increment_increment and auto_increment_offset of MariaDB; or link the rows"
                    + " that each end numbers: linked_keys";

    private GeneratedKeys() {}

    /**
     * What a person should know of them.
     *
     * @param linked the destination's names of those whose rows are linked
     * @param here what the source said of its tables
     * @param there what the destination said of its own
     */
    static List<Finding> of(
            Plan plan, List<String> linked, List<Finding> here, List<Finding> there) {
        return plan.routes().stream()
                .filter(route -> !linked.contains(route.target()))
                .filter(route -> gives(here, plan.here(route)))
                .filter(route -> gives(there, plan.shape(route).layout()))
                .map(
                        route ->
                                Finding.warning(
                                        Code.KEYS_GENERATED_TWICE,
                                        route.target(),
                                        "Both ends give out keys of "
                                                + route.target()
                                                + " by themselves: rows that are made at both under"
                                                + " one key wait for a person",
                                        REMEDY))
                .toList();
    }

    private static boolean gives(List<Finding> findings, Layout layout) {
        return findings.stream()
                .filter(finding -> finding.code() == Code.TARGET_SEQUENCE)
                .map(Finding::subject)
                .anyMatch(
                        subject ->
                                layout.key().stream()
                                        .map(key -> layout.collection() + "." + key)
                                        .anyMatch(subject::equals));
    }
}
