package io.syncline.cli.remote;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What somebody should do about a sync, by its status. Pure. */
final class Advice {
    private Advice() {}

    /** One sentence for each thing to do, with the command; empty if all is well. */
    static List<String> of(JsonNode status) {
        List<String> acts = new ArrayList<>();
        String name = Cells.of(status, "name");
        String word = Quoted.word(name);
        switch (Cells.of(status, "status")) {
            case "failed" ->
                    acts.add(
                            name
                                    + " has failed"
                                    + SyncCreate.problem(status)
                                    + ". Mend it, then: syncline sync resume "
                                    + word);
            case "paused" ->
                    acts.add(
                            name
                                    + " is paused"
                                    + SyncCreate.problem(status)
                                    + ": syncline sync resume "
                                    + word);
            default -> {
                // It goes on.
            }
        }
        long parked = 0;
        JsonNode flows = status.path("flows");
        for (JsonNode flow : flows.values()) {
            parked += flow.path("parked").asLong();
            String problem = Cells.of(flow, "problem");
            boolean waits = Cells.of(flow, "phase").equals("waiting");
            if (waits && !problem.equals(Cells.NONE)) {
                acts.add(
                        name
                                + " tries "
                                + Cells.leg(flow, flows)
                                + " again by itself (try "
                                + flow.path("retries").asInt()
                                + "): "
                                + problem);
            } else if (Cells.of(flow, "phase").equals("failed")) {
                acts.add(Cells.leg(flow, flows) + " of " + name + " was given up: " + problem);
            }
        }
        if (parked > 0) {
            acts.add(
                    name
                            + " has "
                            + Cells.number(parked)
                            + (parked == 1 ? " parked row" : " parked rows")
                            + ": syncline parked list "
                            + word);
        }
        return acts;
    }
}
