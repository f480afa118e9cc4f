package io.syncline.rules.cel;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Functions and operators that an expression has beside CEL's own: what its checker is told of
 * them, and what they do. For one use.
 */
final class Functions {
    static final Kind<Long> INT = new Kind<>(SimpleType.INT, Long.class);
    static final Kind<Double> DOUBLE = new Kind<>(SimpleType.DOUBLE, Double.class);
    static final Kind<String> STRING = new Kind<>(SimpleType.STRING, String.class);
    static final Kind<Object> ANY = new Kind<>(SimpleType.DYN, Object.class);

    private final Map<String, List<CelOverloadDecl>> declared = new LinkedHashMap<>();
    private final List<CelFunctionBinding> bound = new ArrayList<>();

    /**
     * A type.
     *
     * @param type for the checker
     * @param java what its things are
     */
    record Kind<T>(CelType type, Class<T> java) {}

    <A> void unary(String name, CelType result, Kind<A> of, Function<A, Object> does) {
        of(name, result, List.of(of), all -> does.apply(of.java().cast(all[0])));
    }

    <A, B> void binary(
            String name, CelType result, Kind<A> of, Kind<B> and, BiFunction<A, B, Object> does) {
        of(
                name,
                result,
                List.of(of, and),
                all -> does.apply(of.java().cast(all[0]), and.java().cast(all[1])));
    }

    void of(String name, CelType result, List<Kind<?>> of, Function<Object[], Object> does) {
        String id = declare(name, result, of);
        List<Class<?>> classes = new ArrayList<>();
        of.forEach(each -> classes.add(each.java()));
        bind(id, classes, does);
    }

    /** Something of CEL's own, done otherwise. */
    void instead(
            String overload, Class<?> of, Class<?> and, BiFunction<Object, Object, Object> does) {
        bind(overload, List.of(of, and), all -> does.apply(all[0], all[1]));
    }

    /** All of them are pure: what they hold is other functions. */
    @SuppressWarnings("Immutable")
    private void bind(String id, List<Class<?>> of, Function<Object[], Object> does) {
        bound.add(CelFunctionBinding.from(id, of, does::apply));
    }

    private String declare(String name, CelType result, List<Kind<?>> of) {
        StringBuilder id = new StringBuilder("syncline ").append(name);
        of.forEach(each -> id.append(' ').append(each.type().name()));
        List<CelType> types = new ArrayList<>();
        of.forEach(each -> types.add(each.type()));
        declared.computeIfAbsent(name, _ -> new ArrayList<>())
                .add(CelOverloadDecl.newGlobalOverload(id.toString(), result, types));
        return id.toString();
    }

    List<CelFunctionDecl> declarations() {
        List<CelFunctionDecl> all = new ArrayList<>();
        declared.forEach(
                (name, overloads) ->
                        all.add(CelFunctionDecl.newFunctionDeclaration(name, overloads)));
        return all;
    }

    List<CelFunctionBinding> bindings() {
        return List.copyOf(bound);
    }
}
