package io.syncline.cli.remote;

import tools.jackson.databind.JsonNode;

/** Values as they may stand in a line of a terminal. Pure. */
final class Cells {
    /** What stands where nothing does. */
    static final String NONE = "-";

    private Cells() {}

    /**
     * The text without what a terminal obeys: values come from databases, and nobody there shall
     * colour or clear a screen here.
     */
    static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints()
                .forEach(
                        c -> {
                            int type = Character.getType(c);
                            boolean shown =
                                    type != Character.CONTROL
                                            && type != Character.FORMAT
                                            && type != Character.SURROGATE
                                            && type != Character.LINE_SEPARATOR
                                            && type != Character.PARAGRAPH_SEPARATOR;
                            plain.appendCodePoint(shown ? c : c == '\n' || c == '\t' ? ' ' : '?');
                        });
        return plain.toString();
    }

    /** The value at a place of a node in one line; a dash for nothing. */
    static String of(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return NONE;
        }
        if (value.isArray()) {
            StringBuilder all = new StringBuilder();
            value.forEach(
                    each -> all.append(all.isEmpty() ? "" : ", ").append(plain(each.asString())));
            return all.isEmpty() ? NONE : all.toString();
        }
        String text = value.isContainer() ? value.toString() : value.asString();
        return text.isEmpty() ? NONE : plain(text);
    }

    /**
     * The end that tells a leg from the others: its destination, or its source if all share one.
     */
    static String leg(JsonNode leg, JsonNode all) {
        boolean star = all.size() > 1;
        for (JsonNode other : all.values()) {
            star &= of(other, "destination").equals(of(leg, "destination"));
        }
        return of(leg, star ? "source" : "destination");
    }

    /** A whole number with its thousands set apart. */
    static String number(long number) {
        return String.format(java.util.Locale.ROOT, "%,d", number);
    }

    /** A time as a person reads it: to the second, UTC. */
    static String time(JsonNode node, String name) {
        String text = of(node, name);
        return text.length() > 19 && text.charAt(10) == 'T'
                ? text.substring(0, 10) + " " + text.substring(11, 19)
                : text;
    }
}
