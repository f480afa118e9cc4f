package io.syncline.testkit.merge;

import io.syncline.core.change.Value;
import io.syncline.core.change.Value.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads values as the corpus writes them: bare words are texts, numbers, days, times and truths,
 * braces are documents, brackets are lists (of documents, if braces are in them; {@code json []} is
 * an empty one of these).
 */
final class Notation {
    private final String text;
    private int at;

    private Notation(String text) {
        this.text = text;
    }

    static Value value(String text) {
        Notation notation = new Notation(text.strip());
        if (notation.text.equals("json []")) {
            return Json.array(List.of());
        }
        char first = notation.text.isEmpty() ? ' ' : notation.text.charAt(0);
        if (first != '{' && first != '[') {
            return scalar(notation.text);
        }
        Json document = notation.part();
        if (notation.at != notation.text.length()) {
            throw new IllegalArgumentException("Text after the value: " + text);
        }
        List<Json> items = document.items();
        return items == null || notation.text.indexOf('{') >= 0
                ? document
                : new Value.Items(items.stream().map(Notation::opened).toList());
    }

    private static Value opened(Json json) {
        Value scalar = json.scalar();
        return scalar == null ? json : scalar;
    }

    /** What a configuration's tree would be. */
    static Object tree(Json json) {
        Map<String, Json> members = json.members();
        if (members != null) {
            Map<String, Object> tree = new LinkedHashMap<>();
            members.forEach((name, member) -> tree.put(name, tree(member)));
            return tree;
        }
        List<Json> items = json.items();
        if (items != null) {
            return items.stream().map(Notation::tree).toList();
        }
        return switch (opened(json)) {
            case Value.Text(String word) -> word;
            case Value.Int(long number) -> number;
            case Value.Decimal(BigDecimal number) -> number;
            case Value.Bool(boolean truth) -> truth;
            default -> throw new IllegalArgumentException("No tree: " + json);
        };
    }

    private static Value scalar(String bare) {
        if (bare.startsWith("'")) {
            return new Value.Text(bare.substring(1, bare.length() - 1).replace("\\n", "\n"));
        }
        if (bare.matches("-?\\d{1,18}")) {
            return new Value.Int(Long.parseLong(bare));
        }
        if (bare.matches("-?\\d+(\\.\\d+)?")) {
            return new Value.Decimal(new BigDecimal(bare));
        }
        if (bare.matches("\\d{4}-\\d\\d-\\d\\d")) {
            return new Value.Date(LocalDate.parse(bare));
        }
        if (bare.matches("\\d{4}-\\d\\d-\\d\\dT[\\d:]+Z")) {
            return new Value.Instant(Instant.parse(bare));
        }
        if (bare.matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d")) {
            return new Value.Timestamp(LocalDateTime.parse(bare.replace(' ', 'T')));
        }
        return switch (bare) {
            case "null" -> Value.nothing();
            case "true", "false" -> new Value.Bool(bare.equals("true"));
            default -> new Value.Text(bare.replace("\\n", "\n"));
        };
    }

    /** A value as a part of a document. */
    static Json json(Value value) {
        return switch (value) {
            case Json json -> json;
            case Value.Text(String words) -> Json.text(words);
            case Value.Int(long number) -> Json.parse(Long.toString(number));
            case Value.Decimal(BigDecimal number) -> Json.parse(number.toString());
            case Value.Bool(boolean truth) -> Json.parse(Boolean.toString(truth));
            case Value.Null _ -> Json.parse("null");
            case Value.Date(LocalDate day) -> Json.text(day.toString());
            case Value.Instant(Instant time) -> Json.text(time.toString());
            default -> throw new IllegalArgumentException("Not in documents: " + value);
        };
    }

    private Json part() {
        space();
        return switch (text.charAt(at)) {
            case '{' -> {
                Map<String, Json> members = new LinkedHashMap<>();
                while (more('}')) {
                    int colon = text.indexOf(':', at);
                    String name = text.substring(at, colon).strip();
                    at = colon + 1;
                    members.put(name, part());
                }
                yield Json.object(members);
            }
            case '[' -> {
                List<Json> items = new ArrayList<>();
                while (more(']')) {
                    items.add(part());
                }
                yield Json.array(items);
            }
            default -> {
                int start = at;
                boolean quoted = text.charAt(at) == '\'';
                at = quoted ? text.indexOf('\'', at + 1) + 1 : at;
                while (at < text.length() && ",]}".indexOf(text.charAt(at)) < 0) {
                    at++;
                }
                yield json(scalar(text.substring(start, at).strip()));
            }
        };
    }

    /** Steps over what opens or separates; whether another part follows. */
    private boolean more(char end) {
        space();
        at += text.charAt(at) == end ? 0 : "{[,".indexOf(text.charAt(at)) >= 0 ? 1 : 0;
        space();
        boolean more = text.charAt(at) != end;
        at += more ? 0 : 1;
        space();
        return more;
    }

    private void space() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }
}
