package io.syncline.engine.gather;

import io.syncline.core.change.Change;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.OpenTransaction;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Transacting;
import io.syncline.core.endpoint.Write;
import io.syncline.engine.mirror.Parking;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes rows to the destination, under the flow's fence. Nobody else writes them, so a write
 * demands nothing of the row it meets.
 */
final class Writing {
    private final Transacting target;
    private final String flow;
    private final long epoch;
    private final Parking parking;
    private final GatherMeter meter;

    Writing(Transacting target, String flow, long epoch, Parking parking, GatherMeter meter) {
        this.target = target;
        this.flow = flow;
        this.epoch = epoch;
        this.parking = parking;
        this.meter = meter;
    }

    /** Makes changes; parks what the destination refuses. */
    void write(List<Change> changes, Places durable) {
        if (changes.isEmpty()) {
            return;
        }
        List<Outcome> outcomes;
        try (OpenTransaction transaction = target.begin(flow, 0, epoch)) {
            outcomes = made(transaction, changes.stream().map(Write::any).toList());
            commit(transaction, durable);
        }
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            switch (outcomes.get(i)) {
                case Outcome.Applied _ -> {
                    parking.settled(change.id());
                    meter.wrote(1);
                }
                case Outcome.Refused refused -> parking.park(change, refused);
                case Outcome.Stale _, Outcome.Unknown _ -> throw lost();
            }
        }
    }

    /** Makes the writes; what others have to make room for is tried again after them. */
    private static List<Outcome> made(OpenTransaction transaction, List<Write> writes) {
        List<Outcome> outcomes = new ArrayList<>(transaction.apply(writes));
        int before = writes.size() + 1;
        List<Integer> refused = refused(outcomes);
        while (!refused.isEmpty() && refused.size() < before && refused.size() < writes.size()) {
            before = refused.size();
            List<Outcome> later = transaction.apply(refused.stream().map(writes::get).toList());
            for (int i = 0; i < refused.size(); i++) {
                outcomes.set(refused.get(i), later.get(i));
            }
            refused = refused(outcomes);
        }
        return outcomes;
    }

    private static List<Integer> refused(List<Outcome> outcomes) {
        List<Integer> refused = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof Outcome.Refused) {
                refused.add(i);
            }
        }
        return refused;
    }

    /** Everything up to these places is written, or durably parked. */
    void passed(Places places) {
        try (OpenTransaction transaction = target.begin(flow, 0, epoch)) {
            commit(transaction, places);
        }
    }

    private static void commit(OpenTransaction transaction, Places places) {
        if (!transaction.commit(places.position())) {
            throw lost();
        }
    }

    private static EndpointException lost() {
        return new EndpointException(
                EndpointException.Kind.TRANSIENT,
                Code.CONNECTION_LOST,
                "The answer to a commit was lost");
    }
}
