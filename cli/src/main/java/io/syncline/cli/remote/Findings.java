package io.syncline.cli.remote;

import tools.jackson.databind.JsonNode;

/** Tells a person what a look at an endpoint has found. */
final class Findings {
    private Findings() {}

    /** Each finding: how grave it is, its code and subject, what it says, what mends it. */
    static void tell(Output output, JsonNode findings) {
        for (JsonNode each : findings.values()) {
            output.line(
                    "  %-7s %s %s  %s"
                            .formatted(
                                    Cells.of(each, "severity"),
                                    Cells.of(each, "code"),
                                    Cells.of(each, "name"),
                                    Cells.of(each, "subject")));
            output.line("          " + Cells.of(each, "message"));
            if (each.path("remedy").isString()) {
                output.line("          Remedy: " + Cells.of(each, "remedy"));
            }
        }
    }
}
