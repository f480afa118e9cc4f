package io.syncline.core.merge;

import static java.util.regex.Matcher.quoteReplacement;
import static java.util.regex.Pattern.quote;

import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import org.jspecify.annotations.Nullable;

/**
 * Both texts, one after the other, the earlier edit first where that is known. It is done once:
 * afterwards both sides show the whole.
 *
 * @param separator what stands between them
 */
public record Concat(String separator) implements Rule {
    /** What stands between two texts unless somebody says otherwise. */
    public static final String SEPARATOR = "\n---\n";

    @Override
    public Verdict decide(Clash clash) {
        if (!(clash.ours() instanceof Value.Text(String ours))
                || !(clash.theirs() instanceof Value.Text(String theirs))) {
            return Verdict.ask("not both values are texts");
        }
        Version first = clash.time(Which.OURS);
        Version second = clash.time(Which.THEIRS);
        boolean turned = first != null && second != null && first.compareTo(second) > 0;
        String text = turned ? theirs + separator + ours : ours + separator + theirs;
        return Verdict.take(new Value.Text(text), "it is both texts");
    }

    @Override
    public @Nullable Value lift(@Nullable Value base, Value seen, Value now) {
        if (base instanceof Value.Text(String agreed)
                && seen instanceof Value.Text(String before)
                && now instanceof Value.Text(String after)
                && !before.isEmpty()
                && agreed.contains(before)) {
            return new Value.Text(agreed.replaceFirst(quote(before), quoteReplacement(after)));
        }
        return TextMerge.TEXT.lift(base, seen, now);
    }

    @Override
    public String word() {
        return "string_concat";
    }
}
