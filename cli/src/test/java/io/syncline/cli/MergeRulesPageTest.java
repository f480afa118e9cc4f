package io.syncline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.merge.Strategies;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of merge rules has the words that there are, and no others. */
class MergeRulesPageTest {
    private static final Pattern WORD = Pattern.compile("`([a-z_]+)`");

    @Test
    void thePageHasAllWordsAndNoOthers() {
        String page = Checkout.text(Checkout.root().resolve("docs/reference/merge-rules.md"));
        String words = page.substring(page.indexOf("## Words"), page.indexOf("## Rows as such"));
        Set<String> told = new TreeSet<>();
        for (String line : words.lines().filter(line -> line.startsWith("| `")).toList()) {
            Matcher word = WORD.matcher(line.substring(0, line.indexOf('|', 2)));
            while (word.find()) {
                told.add(word.group(1));
            }
        }
        assertThat(told).isEqualTo(Strategies.standard().words());
    }
}
