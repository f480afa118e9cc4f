package io.syncline.core.merge;

import io.syncline.core.change.Header;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.merge.Lift.Lifted;
import io.syncline.core.merge.Merged.Origin;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes one row of two sides' rows and the one they last agreed on. A side that did not change
 * gives way, deletes included; what both changed alike is no conflict; what both changed otherwise
 * goes by the rules, and what these cannot say is left on each side as it is, for a person. Pure.
 *
 * <p>The sides need not show the base: one may store values otherwise, or not have been given the
 * base yet. What it showed when the base was agreed comes along, and only what differs from that is
 * its edit.
 */
public final class Merge {
    /** What a merge calls the row as such, where a field's name stands otherwise. */
    public static final String ROW = "";

    private final Base base;
    private final Lifted one;
    private final Lifted other;
    private final Rules rules;

    private Merge(Base base, Lifted one, Lifted other, Rules rules) {
        this.base = base;
        this.one = one;
        this.other = other;
        this.rules = rules;
    }

    /** Merges two sides' rows of one identity. */
    public static Merged merge(Base base, Side ours, Side theirs, Rules rules) {
        Image agreed = base.image();
        if (agreed == null) {
            Lifted one = new Lifted(ours, Set.of());
            return new Merge(base, one, new Lifted(theirs, Set.of()), rules).unagreed();
        }
        Lifted one = Lift.onto(agreed, ours, rules);
        Lifted other = Lift.onto(agreed, theirs, rules);
        boolean changed = changed(agreed, one.side().now());
        boolean changedThere = changed(agreed, other.side().now());
        if (!changed && !changedThere) {
            return Merged.of(agreed, Map.of());
        }
        Merge merge = new Merge(base, one, other, rules);
        if (rules.rows().fixed() && !agreed.isAbsent()) {
            return merge.fixed(agreed);
        }
        if (changed && changedThere || one.overtook() || other.overtook()) {
            return merge.bothChanged(agreed);
        }
        return changed
                ? taken(agreed, one.side().now(), Origin.OURS)
                : taken(agreed, other.side().now(), Origin.THEIRS);
    }

    /** Whether a lifted row is anything else than the base. */
    private static boolean changed(Image base, Image lifted) {
        Row row = lifted.row();
        Row agreed = base.row();
        if (row == null || agreed == null) {
            return row != null || agreed != null;
        }
        return !row.within(agreed);
    }

    private static Merged taken(Image base, Image now, Origin origin) {
        Row row = now.row();
        Row agreed = base.row();
        if (row == null) {
            return Merged.of(now, Map.of(ROW, origin));
        }
        if (agreed == null) {
            return Merged.of(Image.whole(row), Map.of(ROW, origin));
        }
        Map<String, Origin> origins = new HashMap<>();
        boolean even = row.header().equals(agreed.header());
        for (int i = 0; i < row.header().size(); i++) {
            String name = row.header().names().get(i);
            if (!row.at(i).equals(even ? agreed.at(i) : agreed.get(name))) {
                origins.put(name, origin);
            }
        }
        return Merged.of(Image.whole(agreed.overlaid(row)), origins);
    }

    private @Nullable Row ours() {
        return one.side().now().row();
    }

    private @Nullable Row theirs() {
        return other.side().now().row();
    }

    private Merged bothChanged(Image agreed) {
        Row ours = ours();
        Row theirs = theirs();
        Row row = agreed.row();
        if (ours == null && theirs == null) {
            return Merged.of(Image.absent(), Map.of(ROW, Origin.BOTH));
        }
        if (ours == null || theirs == null) {
            return onDelete(agreed, ours == null ? Which.OURS : Which.THEIRS);
        }
        if (row == null || one.overtookRow() || other.overtookRow()) {
            return alike(ours, theirs)
                    ? Merged.of(Image.whole(theirs.overlaid(ours)), Map.of(ROW, Origin.BOTH))
                    : onInsert(agreed, ours, theirs);
        }
        return fields(row, Conflict.Kind.CONCURRENT_UPDATE, false).merged(ours, theirs);
    }

    private FieldMerge fields(@Nullable Row agreed, Conflict.Kind kind, boolean filling) {
        return new FieldMerge(base, one, other, rules, agreed, kind, filling);
    }

    /** Whether two rows say the same of all that both know. */
    static boolean alike(Row one, Row other) {
        Header header = one.header();
        boolean even = header.equals(other.header());
        for (int i = 0; i < header.size(); i++) {
            Value there = even ? other.at(i) : other.get(header.names().get(i));
            if (there != null && !there.equals(one.at(i))) {
                return false;
            }
        }
        return true;
    }

    private Merged onDelete(Image agreed, Which deleter) {
        RowPolicy.OnDelete policy = rules.rows().onDelete();
        Which winner =
                switch (policy) {
                    case REVIEW -> null;
                    case UPDATE_WINS -> deleter.other();
                    case DELETE_WINS -> deleter;
                    case OURS -> Which.OURS;
                    case THEIRS -> Which.THEIRS;
                    case LATEST -> later();
                    case RULE -> ruled();
                };
        return row(Conflict.Kind.UPDATE_DELETE, agreed, winner, policy.name());
    }

    private Merged onInsert(Image agreed, Row ours, Row theirs) {
        RowPolicy.OnInsert policy = rules.rows().onInsert();
        if (policy == RowPolicy.OnInsert.UNION) {
            return fields(null, Conflict.Kind.INSERT_INSERT, true).merged(ours, theirs);
        }
        Which winner =
                switch (policy) {
                    case REVIEW, UNION -> null;
                    case OURS -> Which.OURS;
                    case THEIRS -> Which.THEIRS;
                    case LATEST -> later();
                    case RULE -> ruled();
                };
        return row(Conflict.Kind.INSERT_INSERT, agreed, winner, policy.name());
    }

    /** The side that the standard rule goes by; null if it cannot say. */
    private @Nullable Which ruled() {
        Contest contest = new Contest(base, one.side(), other.side());
        Value here = new Value.Text("ours");
        Value there = new Value.Text("theirs");
        Verdict verdict = rules.standard().decide(new Clash(ROW, null, here, there, contest));
        if (!(verdict instanceof Verdict.Take(Value value, double confidence, _))
                || confidence < rules.confidenceLeast()) {
            return null;
        }
        return value.equals(here) ? Which.OURS : value.equals(there) ? Which.THEIRS : null;
    }

    /** The side whose row was changed later; null if nobody knows. */
    private @Nullable Which later() {
        Version ours = one.side().times().row();
        Version theirs = other.side().times().row();
        if (ours == null || theirs == null || ours.equals(theirs)) {
            return null;
        }
        return ours.compareTo(theirs) > 0 ? Which.OURS : Which.THEIRS;
    }

    /** One side's row, or nobody's. */
    private Merged row(Conflict.Kind kind, Image agreed, @Nullable Which winner, String policy) {
        String rule = policy.toLowerCase(Locale.ROOT);
        if (winner == null) {
            return stuck(agreed, Conflict.row(kind, rule, words(kind)));
        }
        Row won = winner == Which.OURS ? ours() : theirs();
        Row lost = winner == Which.OURS ? theirs() : ours();
        // What the winner does not hold is as the other has it, or as agreed.
        Row rest = lost == null ? agreed.row() : lost;
        Image image =
                won == null ? Image.absent() : Image.whole(rest == null ? won : rest.overlaid(won));
        Settled settled = new Settled(kind, ROW, null, null, null, null, rule, 1, words(kind));
        Origin origin = winner == Which.OURS ? Origin.OURS : Origin.THEIRS;
        return new Merged(image, Map.of(ROW, origin), List.of(settled), List.of());
    }

    private static Merged stuck(Image agreed, Conflict conflict) {
        return new Merged(agreed, Map.of(), List.of(), List.of(conflict));
    }

    private static String words(Conflict.Kind kind) {
        return kind == Conflict.Kind.UPDATE_DELETE
                ? "one side deleted what the other changed"
                : "both sides made a row of this key";
    }

    /** Rows that never change: what both did alike is a fact all the same. */
    private Merged fixed(Image agreed) {
        Row ours = ours();
        Row theirs = theirs();
        if (ours == null && theirs == null) {
            return Merged.of(Image.absent(), Map.of(ROW, Origin.BOTH));
        }
        if (ours != null && theirs != null && alike(ours, theirs)) {
            return taken(agreed, Image.whole(theirs.overlaid(ours)), Origin.BOTH);
        }
        return changedForGood(agreed);
    }

    private static Merged changedForGood(Image agreed) {
        String because = "a row of a collection whose rows never change was changed";
        return stuck(
                agreed,
                Conflict.row(Conflict.Kind.BUSINESS_RULE_VIOLATION, "append_only", because));
    }

    /** Without a base only what both show alike is agreed, and nothing is taken for deleted. */
    private Merged unagreed() {
        Row ours = ours();
        Row theirs = theirs();
        if (ours == null && theirs == null) {
            return Merged.of(Image.absent(), Map.of());
        }
        if (ours == null || theirs == null) {
            if (rules.rows().fixed()) {
                // Such rows are never deleted, so it is new.
                Image made = ours == null ? other.side().now() : one.side().now();
                return taken(Image.absent(), made, ours == null ? Origin.THEIRS : Origin.OURS);
            }
            String because = "nobody knows whether it is new on one side or deleted on the other";
            return stuck(
                    Image.absent(),
                    Conflict.row(Conflict.Kind.UPDATE_DELETE, "no_common_ancestor", because));
        }
        return rules.rows().fixed() && !alike(ours, theirs)
                ? changedForGood(Image.absent())
                : fields(null, Conflict.Kind.CONCURRENT_UPDATE, false).merged(ours, theirs);
    }
}
