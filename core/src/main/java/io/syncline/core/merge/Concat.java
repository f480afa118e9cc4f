package io.syncline.core.merge;

import io.syncline.core.change.Value;
import io.syncline.core.change.Version;

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
    public String word() {
        return "string_concat";
    }
}
