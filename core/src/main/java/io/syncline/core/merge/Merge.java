package io.syncline.core.merge;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.merge.Merged.Origin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    private final Contest contest;
    private final Rules rules;

    private Merge(Contest contest, Rules rules) {
        this.contest = contest;
        this.rules = rules;
    }

    /** Merges two sides' rows of one identity. */
    public static Merged merge(Base base, Side ours, Side theirs, Rules rules) {
        Image agreed = base.image();
        if (agreed == null) {
            return new Merge(new Contest(base, ours, theirs), rules).unagreed();
        }
        Side one = Lift.onto(agreed, ours, rules);
        Side other = Lift.onto(agreed, theirs, rules);
        boolean changed = changed(agreed, one.now());
        boolean changedThere = changed(agreed, other.now());
        if (!changed && !changedThere) {
            return Merged.of(agreed, Map.of());
        }
        Merge merge = new Merge(new Contest(base, one, other), rules);
        if (rules.rows().fixed() && !agreed.isAbsent()) {
            return merge.refused(agreed);
        }
        if (!changedThere) {
            return taken(agreed, one.now(), Origin.OURS);
        }
        return changed ? merge.bothChanged(agreed) : taken(agreed, other.now(), Origin.THEIRS);
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
        if (row == null || agreed == null) {
            return Merged.of(now, Map.of(ROW, origin));
        }
        Map<String, Origin> origins = new HashMap<>();
        for (int i = 0; i < row.header().size(); i++) {
            String name = row.header().names().get(i);
            if (!row.at(i).equals(agreed.get(name))) {
                origins.put(name, origin);
            }
        }
        return Merged.of(Image.whole(agreed.overlaid(row)), origins);
    }

    private Merged bothChanged(Image base) {
        Row ours = contest.ours().now().row();
        Row theirs = contest.theirs().now().row();
        if (ours == null && theirs == null) {
            return Merged.of(Image.absent(), Map.of(ROW, Origin.BOTH));
        }
        if (ours == null || theirs == null) {
            return onDelete(base, ours == null ? Which.OURS : Which.THEIRS);
        }
        Row agreed = base.row();
        if (agreed == null) {
            return ours.within(theirs) && theirs.within(ours)
                    ? Merged.of(contest.ours().now(), Map.of(ROW, Origin.BOTH))
                    : onInsert(base, ours, theirs);
        }
        return new FieldMerge(contest, rules, agreed, Conflict.Kind.CONCURRENT_UPDATE, false)
                .merged(ours, theirs);
    }

    private Merged onDelete(Image base, Which deleter) {
        RowPolicy.OnDelete policy = rules.rows().onDelete();
        Which winner =
                switch (policy) {
                    case REVIEW -> null;
                    case UPDATE_WINS -> deleter.other();
                    case DELETE_WINS -> deleter;
                    case OURS -> Which.OURS;
                    case THEIRS -> Which.THEIRS;
                    case LATEST -> later();
                };
        return row(Conflict.Kind.UPDATE_DELETE, base, winner, policy.name());
    }

    private Merged onInsert(Image base, Row ours, Row theirs) {
        RowPolicy.OnInsert policy = rules.rows().onInsert();
        if (policy == RowPolicy.OnInsert.UNION) {
            return new FieldMerge(contest, rules, null, Conflict.Kind.INSERT_INSERT, true)
                    .merged(ours, theirs);
        }
        Which winner =
                switch (policy) {
                    case REVIEW, UNION -> null;
                    case OURS -> Which.OURS;
                    case THEIRS -> Which.THEIRS;
                    case LATEST -> later();
                };
        return row(Conflict.Kind.INSERT_INSERT, base, winner, policy.name());
    }

    /** The side whose row was changed later; null if nobody knows. */
    private @Nullable Which later() {
        Version ours = contest.ours().times().row();
        Version theirs = contest.theirs().times().row();
        if (ours == null || theirs == null) {
            return null;
        }
        return ours.compareTo(theirs) >= 0 ? Which.OURS : Which.THEIRS;
    }

    /** One side's row as it is, or nobody's. */
    private Merged row(Conflict.Kind kind, Image base, @Nullable Which winner, String policy) {
        String rule = policy.toLowerCase(java.util.Locale.ROOT);
        if (winner == null) {
            return new Merged(
                    base, Map.of(), List.of(), List.of(Conflict.row(kind, rule, words(kind))));
        }
        Image row = contest.now(winner);
        Settled settled = new Settled(kind, ROW, null, null, null, null, rule, 1, words(kind));
        Origin origin = winner == Which.OURS ? Origin.OURS : Origin.THEIRS;
        return new Merged(row, Map.of(ROW, origin), List.of(settled), List.of());
    }

    private static String words(Conflict.Kind kind) {
        return kind == Conflict.Kind.UPDATE_DELETE
                ? "one side deleted what the other changed"
                : "both sides made a row of this key";
    }

    /** Rows that never change: what both did alike is a fact all the same. */
    private Merged refused(Image base) {
        Conflict conflict =
                Conflict.row(
                        Conflict.Kind.BUSINESS_RULE_VIOLATION,
                        "append_only",
                        "a row of a collection whose rows never change was changed");
        return new Merged(base, Map.of(), List.of(), List.of(conflict));
    }

    /** Without a base only what both show alike is agreed, and nothing is taken for deleted. */
    private Merged unagreed() {
        Row ours = contest.ours().now().row();
        Row theirs = contest.theirs().now().row();
        if (ours == null && theirs == null) {
            return Merged.of(Image.absent(), Map.of());
        }
        if (ours == null || theirs == null) {
            Conflict conflict =
                    Conflict.row(
                            Conflict.Kind.UPDATE_DELETE,
                            "no_common_ancestor",
                            "nobody knows whether it is new on one side or deleted on the other");
            return new Merged(Image.absent(), Map.of(), List.of(), List.of(conflict));
        }
        return new FieldMerge(contest, rules, null, Conflict.Kind.CONCURRENT_UPDATE, false)
                .merged(ours, theirs);
    }

    /** A value, or null of a row that does not know the field. */
    static @Nullable Value value(@Nullable Row row, String name) {
        return row == null ? null : row.get(name);
    }
}
