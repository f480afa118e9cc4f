package io.syncline.engine.shape;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All functions by name; the reference page is tested against it. */
public final class Functions {
    private static final Map<String, Function> ALL = all();

    private Functions() {}

    private static Map<String, Function> all() {
        List<Function> listed = new ArrayList<>(TimeFunctions.all());
        listed.addAll(NumberFunctions.all());
        listed.addAll(TextFunctions.all());
        listed.addAll(JsonFunctions.all());
        Map<String, Function> named = new TreeMap<>();
        listed.forEach(each -> named.put(each.name(), each));
        return Collections.unmodifiableMap(named);
    }

    /** The function of a name without its dollar sign, or null. */
    public static @Nullable Function find(String name) {
        return ALL.get(name);
    }

    /** All of them by name. */
    public static Map<String, Function> named() {
        return ALL;
    }
}
