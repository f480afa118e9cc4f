package io.syncline.store;

import io.syncline.core.change.Value;
import io.syncline.engine.facing.Convention;
import io.syncline.engine.facing.Conventions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How it rests what the applications of a sync's ends expect. Pure. */
final class ConventionsText {
    private static final String KIND = "kind";
    private static final String SIDE_OWNED = "sideOwned";
    private static final String VERSION = "version";
    private static final String SOFT_DELETE = "softDelete";

    private ConventionsText() {}

    static Map<String, Object> write(Map<String, Conventions> ends) {
        Map<String, Object> json = new TreeMap<>();
        ends.forEach(
                (name, each) ->
                        json.put(name, each.all().stream().map(ConventionsText::written).toList()));
        return json;
    }

    private static Map<String, @Nullable Object> written(Convention convention) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        switch (convention) {
            case Convention.SideOwned _ -> json.put(KIND, SIDE_OWNED);
            case Convention.VersionColumn _ -> json.put(KIND, VERSION);
            case Convention.SoftDelete soft -> {
                json.put(KIND, SOFT_DELETE);
                json.put("deleted", plain(soft.deleted()));
                json.put("live", plain(soft.live()));
            }
        }
        json.put("table", convention.table());
        json.put("column", convention.column());
        json.put("pointer", convention.pointer());
        return json;
    }

    private static @Nullable Object plain(@Nullable Value value) {
        return switch (value) {
            case Value.Bool(boolean truth) -> truth;
            case Value.Int(long number) -> number;
            case Value.Text(String text) -> text;
            case null -> null;
            default -> throw new IllegalArgumentException("No value of a configuration: " + value);
        };
    }

    /** Definitions of before it was said have none. */
    static Map<String, Conventions> read(@Nullable Object json) {
        Map<String, Conventions> ends = new TreeMap<>();
        if (json instanceof Map<?, ?> members) {
            members.forEach(
                    (name, all) -> {
                        List<Convention> own = new ArrayList<>();
                        for (Object each : (List<?>) Objects.requireNonNull(all)) {
                            own.add(convention(Part.of(each)));
                        }
                        ends.put((String) Objects.requireNonNull(name), new Conventions(own));
                    });
        }
        return ends;
    }

    private static Convention convention(Part part) {
        String table = (String) part.members().get("table");
        String column = part.text("column");
        String pointer = part.text("pointer");
        return switch (part.text(KIND)) {
            case SIDE_OWNED -> new Convention.SideOwned(table, column, pointer);
            case VERSION -> new Convention.VersionColumn(table, column, pointer);
            case SOFT_DELETE ->
                    new Convention.SoftDelete(
                            table,
                            column,
                            value(part.members().get("deleted")),
                            value(part.members().get("live")),
                            pointer);
            default -> throw new IllegalArgumentException("A convention of an unknown kind");
        };
    }

    private static @Nullable Value value(@Nullable Object plain) {
        return switch (plain) {
            case Boolean truth -> new Value.Bool(truth);
            case Long number -> new Value.Int(number);
            case String text -> new Value.Text(text);
            case null -> null;
            default -> throw new IllegalArgumentException("No value of a configuration");
        };
    }
}
