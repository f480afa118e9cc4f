package io.syncline.server.api;

import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Leftovers;
import io.syncline.engine.doctor.Examined;
import tools.jackson.databind.node.ObjectNode;

/** Writes what a look at the house has found. Pure. */
final class DoctorViews {
    private DoctorViews() {}

    static ObjectNode finding(ObjectNode into, Finding finding) {
        return into.put("severity", Views.word(finding.severity()))
                .put("code", finding.code().text())
                .put("name", finding.code().name())
                .put("subject", finding.subject())
                .put("message", finding.message())
                .put("remedy", finding.remedy());
    }

    static void endpoint(ObjectNode into, Examined examined) {
        Place place = Place.of(examined.spec().settings());
        into.put("name", examined.name())
                .put("type", examined.spec().type())
                .put("host", place.host())
                .put("database", place.database())
                .put("answers", examined.answers())
                .put("version", examined.version())
                .put("clock_ahead_ms", examined.skewMillis())
                .put("took_ms", examined.tookMillis())
                .put("orphans", examined.orphans().size());
    }

    static void removed(ObjectNode into, Examined.Removed removed) {
        Leftovers.Made orphan = removed.orphan();
        into.put("endpoint", removed.endpoint())
                .put("kind", Views.word(orphan.kind()))
                .put("name", orphan.name())
                .put("flow", orphan.flow())
                .put("removed", removed.problem() == null)
                .put("problem", removed.problem());
    }
}
