package io.syncline.engine.sync;

import io.syncline.core.merge.Which;
import io.syncline.engine.twoway.TwoWaySetup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A sync as configured: what, from where, to where, when.
 *
 * @param id {@code sync_…}; given by the server, unique for ever
 * @param name what people call it
 * @param direction which way
 * @param mode when
 * @param source where changes come from; of several sources the first
 * @param further the other sources: of a star, each kept equal with the one destination, which is
 *     its centre, or of rows that are gathered there; empty of most syncs
 * @param destinations where they go, at least one; each has its own position and fate
 * @param tables the wanted collections of the source, as the person wrote them; empty for all
 * @param collections names at the destinations, paired with tables by position; empty for the same
 *     names
 * @param schedule when to run, or null
 * @param retry what to do in bad weather
 * @param workers how many lanes apply in parallel to each destination; 1 to 16
 * @param existing what to do with rows that are already there
 * @param options how it does its work
 * @param wording the person's own words for the kind of sync
 * @param createdMillis when it was configured, UTC
 */
public record SyncDefinition(
        String id,
        String name,
        Direction direction,
        Mode mode,
        EndpointSpec source,
        List<FurtherSource> further,
        List<EndpointSpec> destinations,
        List<String> tables,
        List<String> collections,
        @Nullable Schedule schedule,
        RetryPolicy retry,
        int workers,
        ExistingData existing,
        Options options,
        Wording wording,
        long createdMillis) {
    /** The most lanes one destination may have. */
    public static final int WORKERS_MAX = 16;

    /** Copies the lists and checks the ranges. */
    public SyncDefinition {
        further = List.copyOf(further);
        destinations = List.copyOf(destinations);
        tables = List.copyOf(tables);
        collections = List.copyOf(collections);
        if (destinations.isEmpty()) {
            throw new IllegalArgumentException("A sync needs a destination");
        }
        if (!further.isEmpty() && destinations.size() > 1) {
            throw new IllegalArgumentException("Several sources share one destination");
        }
        if (workers < 1 || workers > WORKERS_MAX) {
            throw new IllegalArgumentException("Workers: 1 to " + WORKERS_MAX);
        }
    }

    /** A sync of one source. */
    public SyncDefinition(
            String id,
            String name,
            Direction direction,
            Mode mode,
            EndpointSpec source,
            List<EndpointSpec> destinations,
            List<String> tables,
            List<String> collections,
            @Nullable Schedule schedule,
            RetryPolicy retry,
            int workers,
            ExistingData existing,
            Options options,
            Wording wording,
            long createdMillis) {
        this(
                id,
                name,
                direction,
                mode,
                source,
                List.of(),
                destinations,
                tables,
                collections,
                schedule,
                retry,
                workers,
                existing,
                options,
                wording,
                createdMillis);
    }

    /** A sync with the standard options, made without words. */
    public SyncDefinition(
            String id,
            String name,
            Direction direction,
            Mode mode,
            EndpointSpec source,
            List<EndpointSpec> destinations,
            List<String> tables,
            List<String> collections,
            @Nullable Schedule schedule,
            RetryPolicy retry,
            int workers,
            ExistingData existing,
            long createdMillis) {
        this(
                id,
                name,
                direction,
                mode,
                source,
                destinations,
                tables,
                collections,
                schedule,
                retry,
                workers,
                existing,
                Options.standard(),
                Wording.none(),
                createdMillis);
    }

    /** The same with other options. */
    public SyncDefinition with(Options other) {
        return new SyncDefinition(
                id,
                name,
                direction,
                mode,
                source,
                further,
                destinations,
                tables,
                collections,
                schedule,
                retry,
                workers,
                existing,
                other,
                wording,
                createdMillis);
    }

    /** The names of what it makes at its ends: those of its flows, in their order, and of parts. */
    public List<String> marks() {
        return direction == Direction.ONE_WAY
                ? flows()
                : flows().stream()
                        .flatMap(
                                flow ->
                                        Stream.of(Which.values())
                                                .map(which -> TwoWaySetup.nameAt(flow, which)))
                        .toList();
    }

    /** Whether the rows of its one destination are made of those of several sources. */
    public boolean gathers() {
        return direction == Direction.ONE_WAY && !further.isEmpty();
    }

    /** The ways its rows go: to each destination, or from each source. */
    public List<Leg> legs() {
        List<Leg> legs = new ArrayList<>();
        for (EndpointSpec destination : destinations) {
            legs.add(leg(legs.size(), source, destination, tables, collections));
        }
        for (FurtherSource each : further) {
            legs.add(
                    leg(
                            legs.size(),
                            each.endpoint(),
                            destinations.getFirst(),
                            each.tables(),
                            each.collections()));
        }
        return legs;
    }

    /** The legs as their sources rank, the most trusted first; who has no rank comes last. */
    public List<Leg> ranked() {
        List<String> ranking = options.merging().ranking();
        return legs().stream()
                .sorted(
                        Comparator.comparingInt(
                                leg -> {
                                    int rank = ranking.indexOf(leg.source().name());
                                    return rank < 0 ? ranking.size() : rank;
                                }))
                .toList();
    }

    private Leg leg(
            int index,
            EndpointSpec from,
            EndpointSpec to,
            List<String> tables,
            List<String> collections) {
        return new Leg(index, LiveFlow.flowName(id, index), from, to, tables, collections);
    }

    /** All its ends: the sources, then the destinations. */
    public List<EndpointSpec> ends() {
        Stream<EndpointSpec> others = further.stream().map(FurtherSource::endpoint);
        return Stream.of(Stream.of(source), others, destinations.stream())
                .flatMap(ends -> ends)
                .toList();
    }

    /** The names of its flows, one for each leg, in their order. */
    public List<String> flows() {
        return legs().stream().map(Leg::flow).toList();
    }

    /** Whether it runs all the time, so that its runs do not end it. */
    public boolean allTheTime() {
        return switch (mode) {
            case REAL_TIME, EVENT_DRIVEN -> true;
            case SCHEDULED, INCREMENTAL, BATCH -> false;
        };
    }
}
