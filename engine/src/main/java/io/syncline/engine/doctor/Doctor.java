package io.syncline.engine.doctor;

import io.syncline.core.endpoint.Clocked;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Health;
import io.syncline.core.endpoint.Leftovers;
import io.syncline.engine.store.Registry;
import io.syncline.engine.store.Store;
import io.syncline.engine.sync.Connectors;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.engine.sync.Execution;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.engine.sync.SyncState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds what is left over and what is missing, and removes what is certainly ours and certainly
 * needed by nobody: its name carries the store's mark, no sync of the store has it, and nobody uses
 * it. Safe for use by several threads.
 *
 * <p>An endpoint is looked at first and the store afterwards: a sync stands in the store before it
 * makes anything, so nothing of a new sync is ever taken for an orphan.
 */
public final class Doctor {
    /** Clocks of well-kept machines differ by milliseconds. */
    private static final long SKEW_MILLIS_MAX = 5_000;

    /** So many failures in a row are no accident. */
    private static final int FAILURES = 3;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Store store;
    private final Connectors connectors;
    private final Context context;

    /** A doctor for the syncs of a store. */
    public Doctor(Store store, Connectors connectors, Context context) {
        this.store = store;
        this.connectors = connectors.naming(store.registry());
        this.context = context;
    }

    /** Every endpoint the store knows of: of its syncs, with a name, and where things were left. */
    public List<Patient> patients() {
        Map<String, Patient> found = new LinkedHashMap<>();
        for (Registry.Named named : store.registry().endpoints()) {
            add(found, named.name(), spec(named), List.of());
        }
        for (Store.Entry entry : store.syncs()) {
            SyncDefinition definition = entry.definition();
            for (EndpointSpec end : definition.ends()) {
                String name = definition.name() + "/" + end.name();
                add(found, name, connectors.resolved(end), List.of());
            }
        }
        for (Registry.Left left : store.registry().left()) {
            add(found, left.endpoint().name(), spec(left.endpoint()), List.of(left));
        }
        return List.copyOf(found.values());
    }

    private static EndpointSpec spec(Registry.Named named) {
        return new EndpointSpec(named.name(), named.type(), named.settings());
    }

    private static void add(
            Map<String, Patient> into, String name, EndpointSpec spec, List<Registry.Left> left) {
        into.merge(
                spec.type() + spec.settings(),
                new Patient(name, spec, left),
                (one, other) -> {
                    List<Registry.Left> all = new ArrayList<>(one.left());
                    all.addAll(other.left());
                    return new Patient(one.name(), one.spec(), all);
                });
    }

    /** Looks at one endpoint; takes as long as it takes to answer, or to give up. */
    public Examined examine(Patient patient) {
        long began = context.nanos();
        List<Finding> findings = new ArrayList<>();
        List<Leftovers.Made> orphans = new ArrayList<>();
        Health health = new Health(false, "not asked");
        long skew = 0;
        try (Endpoint endpoint = connectors.open(patient.spec(), context)) {
            // The catalog says why an endpoint does not answer; health only that.
            endpoint.catalog();
            health = endpoint.health();
            skew = skew(endpoint, patient.name(), findings);
            if (endpoint instanceof Leftovers leftovers) {
                List<Leftovers.Made> made = leftovers.made();
                Known known = Known.of(store);
                made.forEach(each -> judge(each, known, patient.name(), orphans, findings));
                findings.addAll(
                        known.missing(end -> same(end, patient), false, leftovers.kinds(), made));
            }
        } catch (EndpointException e) {
            health = new Health(false, String.valueOf(e.getMessage()));
            findings.add(Finding.error(e.code(), patient.name(), health.detail(), null));
            patient.left().forEach(left -> findings.add(leftBehind(left)));
        }
        long took = (context.nanos() - began) / NANOS_PER_MILLI;
        return new Examined(
                patient.name(),
                patient.spec(),
                health.up(),
                health.detail(),
                skew,
                took,
                orphans,
                findings);
    }

    private boolean same(EndpointSpec end, Patient patient) {
        EndpointSpec known = connectors.resolved(end);
        return known.type().equals(patient.spec().type())
                && known.settings().equals(patient.spec().settings());
    }

    private static Finding leftBehind(Registry.Left left) {
        return Finding.warning(
                Code.LEFT_BEHIND,
                left.flow(),
                "A deleted sync has left things at "
                        + left.endpoint().name()
                        + ", which did not answer: "
                        + left.reason(),
                "syncline doctor --fix, when it answers");
    }

    private void judge(
            Leftovers.Made made,
            Known known,
            String endpoint,
            List<Leftovers.Made> orphans,
            List<Finding> findings) {
        if (known.flows().contains(made.whole())) {
            return;
        }
        String what = Known.word(made.kind()) + " " + made.name() + " of the flow " + made.flow();
        if (!ours(made)) {
            findings.add(
                    new Finding(
                            Finding.Severity.NOTE,
                            Code.FOREIGN_PART,
                            endpoint,
                            "The " + what + " was made by another Syncline",
                            "leave it to its server; if that is gone for good: " + made.removal()));
            return;
        }
        orphans.add(made);
        findings.add(
                Finding.warning(
                        Code.ORPHAN,
                        endpoint,
                        "The "
                                + what
                                + " belongs to no sync any more"
                                + (made.inUse() ? "; somebody uses it now" : ""),
                        made.inUse()
                                ? "find out who uses it, then: syncline doctor --fix"
                                : "syncline doctor --fix, or: " + made.removal()));
    }

    /** Whether the store's own mark is in its name. */
    private boolean ours(Leftovers.Made made) {
        return made.flow().startsWith("sync_" + store.registry().mark());
    }

    private long skew(Endpoint endpoint, String name, List<Finding> findings) {
        if (!(endpoint instanceof Clocked clocked)) {
            return 0;
        }
        long before = context.wallMillis();
        long theirs = clocked.systemMillis();
        long after = context.wallMillis();
        long skew = theirs - (before + after) / 2;
        if (Math.abs(skew) > SKEW_MILLIS_MAX + (after - before)) {
            findings.add(
                    Finding.warning(
                            Code.CLOCK_SKEW,
                            name,
                            "Its clock is "
                                    + Math.abs(skew) / 1000
                                    + " s "
                                    + (skew > 0 ? "ahead of" : "behind")
                                    + " this server's",
                            "let both follow a time server"));
        }
        return skew;
    }

    /** Removes the orphans of an endpoint that nobody uses; tells what became of each. */
    public List<Examined.Removed> mend(Patient patient) {
        List<Examined.Removed> removed = new ArrayList<>();
        try (Endpoint endpoint = connectors.open(patient.spec(), context)) {
            if (endpoint instanceof Leftovers leftovers) {
                List<Leftovers.Made> made = leftovers.made();
                Known known = Known.of(store);
                for (Leftovers.Made each : made) {
                    if (ours(each) && !known.flows().contains(each.whole())) {
                        removed.add(remove(leftovers, each, patient.name()));
                    }
                }
                patient.left().stream()
                        .filter(left -> cleared(left, removed))
                        .forEach(left -> store.registry().gone(left.id()));
            }
        } catch (EndpointException e) {
            // It does not answer: what is there stays remembered, and the next look tells.
            return removed;
        }
        return removed;
    }

    private static boolean cleared(Registry.Left left, List<Examined.Removed> removed) {
        return removed.stream()
                .noneMatch(
                        each ->
                                each.problem() != null
                                        && each.orphan().whole().equals(left.flow()));
    }

    private static Examined.Removed remove(
            Leftovers leftovers, Leftovers.Made orphan, String endpoint) {
        try {
            if (orphan.inUse()) {
                return new Examined.Removed(endpoint, orphan, "Somebody uses it now");
            }
            leftovers.remove(orphan);
            return new Examined.Removed(endpoint, orphan, null);
        } catch (EndpointException e) {
            return new Examined.Removed(endpoint, orphan, e.getMessage());
        }
    }

    /**
     * The names of syncs that would miss what they have made, if an endpoint with a name led
     * elsewhere: rows that are thought to be there would not be.
     *
     * @throws EndpointException if the other place does not answer
     */
    public List<String> wouldLose(String name, EndpointSpec elsewhere) {
        Known known = Known.of(store);
        if (!known.uses(name)) {
            return List.of();
        }
        try (Endpoint endpoint = connectors.open(elsewhere, context)) {
            return endpoint instanceof Leftovers leftovers
                    ? known
                            .missing(
                                    end -> name.equals(end.reference()),
                                    true,
                                    leftovers.kinds(),
                                    leftovers.made())
                            .stream()
                            .map(Finding::subject)
                            .distinct()
                            .toList()
                    : List.of();
        }
    }

    /** Syncs that fail again and again. */
    public List<Finding> syncs() {
        List<Finding> findings = new ArrayList<>();
        for (Store.Entry entry : store.syncs()) {
            String id = entry.definition().id();
            List<Execution> last = store.executions(id, FAILURES);
            boolean again =
                    last.size() == FAILURES
                            && last.stream().allMatch(run -> run.state() == SyncState.FAILED);
            if (entry.state() == SyncState.FAILED) {
                findings.add(
                        Finding.error(
                                Code.FAILS_AGAIN,
                                entry.definition().name(),
                                "It has failed"
                                        + (again ? " " + FAILURES + " times in a row: " : ": ")
                                        + entry.problem(),
                                "mend what the problem says, then: syncline sync resume "
                                        + entry.definition().name()));
            }
        }
        return findings;
    }
}
