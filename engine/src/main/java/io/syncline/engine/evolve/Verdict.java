package io.syncline.engine.evolve;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.store.Agreed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one collection that is not as it was agreed. Pure.
 *
 * @param collection the source's name of it
 * @param differences how it differs; empty if it does not
 * @param layout with which rows are taken from now on; null if they are not
 * @param agreed what is agreed from now on
 * @param alters whether the destination's collection is to be brought into line
 * @param rekeys whether its key is
 * @param filled fields of which only the source knows whether rows have values that nobody told
 * @param again whether it has to be copied again in any case
 */
public record Verdict(
        String collection,
        List<Difference> differences,
        @Nullable Layout layout,
        Agreed agreed,
        boolean alters,
        boolean rekeys,
        Set<String> filled,
        boolean again) {
    private static final Agreed.Standing GONE = Agreed.Standing.GONE;

    /** In words, for people. */
    public String text() {
        return differences.stream().map(Difference::text).collect(Collectors.joining(", "));
    }

    /** That on a collection of a flow that begins: it is taken as it is. */
    static Verdict first(Layout now) {
        return new Verdict(
                now.collection(), List.of(), now, Agreed.of(now), false, false, Set.of(), false);
    }

    /**
     * Decides about a collection.
     *
     * @param before what was agreed, or null
     * @param now how it is, or null if it is not there
     * @throws EndpointException SCHEMA_CHANGED if a person has to
     */
    static Verdict of(Policy policy, String name, @Nullable Agreed before, @Nullable Layout now) {
        if (before != null && before.standing() == Agreed.Standing.IGNORED) {
            return policy.follows() || policy.chosen()
                    ? of(policy, name, null, now)
                    : new Verdict(name, List.of(), null, before, false, false, Set.of(), false);
        }
        Agreed seen = before == null ? null : withoutIgnored(before);
        List<Difference> found = new ArrayList<>(Difference.between(seen, now));
        if (now == null) {
            return left(policy, name, before, found);
        }
        if (before == null || seen == null || before.standing() == GONE) {
            return appeared(policy, before, now, found);
        }
        return new Verdicts(policy, seen, before, now, found).verdict();
    }

    /** The source has it no more: what the destination has of it stays. */
    private static Verdict left(
            Policy policy, String name, @Nullable Agreed before, List<Difference> found) {
        if (policy.holds() && !found.isEmpty()) {
            throw held(name, found);
        }
        Agreed known = before == null ? new Agreed(Map.of(), List.of(), GONE) : before;
        return new Verdict(name, found, null, known.standing(GONE), false, false, Set.of(), false);
    }

    /** A table that was named one by one is new because a person wants it. */
    private static Verdict appeared(
            Policy policy, @Nullable Agreed before, Layout now, List<Difference> found) {
        String name = now.collection();
        Agreed agreed = Agreed.of(now);
        if (!policy.chosen() && policy.holds()) {
            throw held(name, found);
        }
        if (!policy.chosen() && !policy.follows()) {
            Agreed ignored = agreed.standing(Agreed.Standing.IGNORED);
            return new Verdict(name, found, null, ignored, false, false, Set.of(), false);
        }
        List<Difference> told = policy.chosen() ? List.of() : found;
        return before == null
                ? new Verdict(name, told, now, agreed, false, false, Set.of(), true)
                : new Verdict(
                        name,
                        told,
                        now,
                        agreed.standing(Agreed.Standing.TO_BE_SWEPT),
                        true,
                        false,
                        Set.of(),
                        true);
    }

    /** What was agreed, as if fields that are ignored had never been seen. */
    private static Agreed withoutIgnored(Agreed agreed) {
        Map<String, String> fields = new LinkedHashMap<>(agreed.fields());
        fields.values().removeIf(type -> type.startsWith(Verdicts.IGNORED));
        return new Agreed(fields, agreed.key(), agreed.standing());
    }

    static EndpointException held(String name, List<Difference> found) {
        return new EndpointException(
                EndpointException.Kind.MISCONFIGURED,
                Code.SCHEMA_CHANGED,
                "The source's "
                        + name
                        + " "
                        + found.stream().map(Difference::text).collect(Collectors.joining(", ")));
    }
}
