package io.syncline.core.merge;

import io.syncline.core.change.Value;
import java.util.List;
import java.util.Map;

/**
 * The value that says more: an object or list with more that is not empty, a text that has the
 * other within it, anything rather than nothing.
 */
public enum MostComplete implements Rule {
    /** The only one there is. */
    MOST_COMPLETE;

    @Override
    public Verdict decide(Clash clash) {
        int order = order(clash.ours(), clash.theirs());
        if (order == 0) {
            return Verdict.ask("neither value says more than the other");
        }
        return Verdict.take(order > 0 ? clash.ours() : clash.theirs(), "it says more");
    }

    private static int order(Value ours, Value theirs) {
        if (ours instanceof Value.Text(String one) && theirs instanceof Value.Text(String other)) {
            return one.contains(other) ? 1 : other.contains(one) ? -1 : 0;
        }
        return Integer.compare(content(ours), content(theirs));
    }

    /** How many of its parts, however deep, are not empty. */
    private static int content(Value value) {
        Map<String, Value> members = Parts.members(value);
        List<Value> items = members == null ? Parts.items(value) : List.copyOf(members.values());
        if (items != null) {
            return items.stream().mapToInt(MostComplete::content).sum();
        }
        boolean empty =
                Parts.nothing(value) || value instanceof Value.Text(String t) && t.isBlank();
        return empty ? 0 : 1;
    }

    @Override
    public String word() {
        return "most_complete_wins";
    }
}
