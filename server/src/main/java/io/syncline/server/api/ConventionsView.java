package io.syncline.server.api;

import io.syncline.engine.facing.Convention;
import io.syncline.engine.facing.Conventions;
import tools.jackson.databind.node.ObjectNode;

/** Writes what the application of an end expects: a list of each kind that there is. */
final class ConventionsView {
    private ConventionsView() {}

    static void write(ObjectNode into, Conventions conventions) {
        for (Convention each : conventions.all()) {
            switch (each) {
                case Convention.SideOwned owned -> {
                    String table = owned.table();
                    into.withArray("side_owned")
                            .add(table == null ? owned.column() : table + "." + owned.column());
                }
                case Convention.VersionColumn version ->
                        into.withArray("version_columns")
                                .addObject()
                                .put("table", version.table())
                                .put("column", version.column());
                case Convention.SoftDelete soft ->
                        into.withArray("soft_delete")
                                .addObject()
                                .put("table", soft.table())
                                .put("column", soft.column())
                                .put(
                                        "deleted",
                                        soft.deleted() == null
                                                ? ConventionsParser.TIMESTAMP
                                                : Views.text(soft.deleted()))
                                .put("live", soft.live() == null ? null : Views.text(soft.live()));
            }
        }
    }
}
