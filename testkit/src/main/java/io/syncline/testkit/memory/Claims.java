package io.syncline.testkit.memory;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Position;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Which owner of each flow may write to an end in memory, and the places it has stored there. */
final class Claims {
    private static final class Claim {
        long epoch;
        final Map<Integer, Position> places = new TreeMap<>();
    }

    private final Map<String, Claim> claims = new HashMap<>();

    /** From now on only this epoch's owner writes; what was stored last. */
    Map<Integer, Position> claim(String flow, long epoch) {
        Claim claim = claims.computeIfAbsent(flow, _ -> new Claim());
        if (epoch < claim.epoch) {
            throw fenced(flow);
        }
        claim.epoch = epoch;
        return new TreeMap<>(claim.places);
    }

    /** The latest epoch; 0 if there was none. */
    long latest(String flow) {
        Claim claim = claims.get(flow);
        return claim == null ? 0 : claim.epoch;
    }

    /** The places of a flow, for its owner to change. */
    Map<Integer, Position> places(String flow, long epoch) {
        Claim claim = claims.get(flow);
        if (claim == null || claim.epoch != epoch) {
            throw fenced(flow);
        }
        return claim.places;
    }

    void forget(String flow) {
        claims.remove(flow);
    }

    private static EndpointException fenced(String flow) {
        return new EndpointException(
                EndpointException.Kind.FENCED, Code.FENCED, "Another owner has " + flow);
    }
}
