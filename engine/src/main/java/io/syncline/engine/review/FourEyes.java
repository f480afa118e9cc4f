package io.syncline.engine.review;

import io.syncline.core.change.Row;
import io.syncline.core.merge.Conflict;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.Ruling;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Review;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Which decisions two people have to want: of the one's word, nothing happens until another says
 * the same. Pure.
 *
 * @param all all of them
 * @param fields those about these fields, written {@code price} or {@code products.price}; the row
 *     as such counts as all of its fields
 * @param rules those that were left open by these rules
 */
public record FourEyes(boolean all, Set<String> fields, Set<String> rules) {
    /** One person decides. */
    public static final FourEyes NONE = new FourEyes(false, Set.of(), Set.of());

    /** Two people decide everything. */
    public static final FourEyes ALL = new FourEyes(true, Set.of(), Set.of());

    /** Copies the sets. */
    public FourEyes {
        fields = Set.copyOf(fields);
        rules = Set.copyOf(rules);
    }

    /**
     * Whether two people have to want a decision.
     *
     * @param pair the row, of which something waits
     * @param named how its collection's rows are merged
     */
    boolean needed(Pair pair, Ruling ruling, Rules named) {
        Review review = Objects.requireNonNull(pair.review());
        return all
                || review.conflicts().stream()
                        .filter(each -> decides(ruling, each, named))
                        .anyMatch(each -> about(pair, review, each, named));
    }

    private static boolean decides(Ruling ruling, Conflict conflict, Rules named) {
        return conflict.path().isEmpty()
                || !(ruling instanceof Ruling.ByHand(var values))
                || named.fieldsOf(conflict.path()).stream().anyMatch(values::containsKey);
    }

    private boolean about(Pair pair, Review review, Conflict conflict, Rules named) {
        boolean whole = conflict.path().isEmpty();
        Set<String> names = new LinkedHashSet<>();
        if (whole) {
            for (Row row : rows(review)) {
                names.addAll(row.header().names());
            }
        } else {
            names.addAll(named.fieldsOf(conflict.path()));
        }
        String collection = pair.id().collection();
        String bare = collection.substring(collection.lastIndexOf('.') + 1);
        return rules.contains(conflict.rule())
                || names.stream()
                        .anyMatch(
                                name ->
                                        fields.contains(name)
                                                || fields.contains(bare + "." + name)
                                                || fields.contains(collection + "." + name)
                                                || rules.contains(named.rule(name).word()));
    }

    private static List<Row> rows(Review review) {
        Row ours = review.ours().row();
        Row theirs = review.theirs().row();
        return ours == null
                ? theirs == null ? List.of() : List.of(theirs)
                : theirs == null ? List.of(ours) : List.of(ours, theirs);
    }
}
