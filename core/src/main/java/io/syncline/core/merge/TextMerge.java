package io.syncline.core.merge;

import io.syncline.core.change.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Texts line by line, or word by word where they have one line: edits of different places are both
 * taken, edits of one place are for a person (Khanna, Kunal and Pierce, "A Formal Investigation of
 * Diff3", 2007).
 */
public enum TextMerge implements Rule {
    /** Texts of one line as well. */
    TEXT,
    /** Documents only: a text of one line, such as a name, is for a person. */
    LINES;

    private static final Pattern WORDS = Pattern.compile("(?s)\\s+|[\\p{L}\\p{M}\\p{N}_]+|.");
    private static final Pattern LINE = Pattern.compile("[^\\n]*\\n|[^\\n]+");

    @Override
    public Verdict decide(Clash clash) {
        if (!(clash.base() instanceof Value.Text(String base))
                || !(clash.ours() instanceof Value.Text(String ours))
                || !(clash.theirs() instanceof Value.Text(String theirs))) {
            return Verdict.ask("without three texts nobody knows what was edited");
        }
        if (this == LINES && (base + ours + theirs).indexOf('\n') < 0) {
            return Verdict.ask("both sides changed it, and it is no document of several lines");
        }
        String merged = merged(base, ours, theirs);
        return merged == null
                ? Verdict.ask("both sides edited the same place of the text")
                : Verdict.take(new Value.Text(merged), "the edits are of different places");
    }

    @Override
    public String word() {
        return this == TEXT ? "text_merge" : "line_merge";
    }

    @Override
    public @Nullable Value lift(@Nullable Value base, Value seen, Value now) {
        if (base instanceof Value.Text(String agreed)
                && seen instanceof Value.Text(String before)
                && now instanceof Value.Text(String after)) {
            String lifted = merged(before, agreed, after);
            return lifted == null ? null : new Value.Text(lifted);
        }
        return null;
    }

    /** Both edits of a text; null if they are of one place. */
    static @Nullable String merged(String base, String ours, String theirs) {
        boolean lines = base.indexOf('\n') >= 0 || ours.indexOf('\n') >= 0;
        Pattern pattern = lines || theirs.indexOf('\n') >= 0 ? LINE : WORDS;
        List<String> from = pieces(pattern, base);
        List<String> one = pieces(pattern, ours);
        List<String> other = pieces(pattern, theirs);
        int[] kept = Diff.kept(from, one);
        int[] keptThere = Diff.kept(from, other);
        StringBuilder out = new StringBuilder();
        int at = 0;
        int here = 0;
        int there = 0;
        for (int i = 0; i <= from.size(); i++) {
            boolean end = i == from.size();
            if (!end && (kept[i] < 0 || keptThere[i] < 0)) {
                continue;
            }
            int hereEnd = end ? one.size() : kept[i];
            int thereEnd = end ? other.size() : keptThere[i];
            List<String> piece =
                    piece(
                            from.subList(at, i),
                            one.subList(here, hereEnd),
                            other.subList(there, thereEnd));
            if (piece == null) {
                return null;
            }
            piece.forEach(out::append);
            if (!end) {
                out.append(from.get(i));
            }
            at = i + 1;
            here = hereEnd + 1;
            there = thereEnd + 1;
        }
        return out.toString();
    }

    /** What becomes of a stretch between two places that nobody edited. */
    private static @Nullable List<String> piece(
            List<String> base, List<String> ours, List<String> theirs) {
        if (ours.equals(base) || ours.equals(theirs)) {
            return theirs;
        }
        return theirs.equals(base) ? ours : null;
    }

    private static List<String> pieces(Pattern pattern, String text) {
        List<String> pieces = new ArrayList<>();
        pattern.matcher(text).results().map(MatchResult::group).forEach(pieces::add);
        return pieces;
    }
}
