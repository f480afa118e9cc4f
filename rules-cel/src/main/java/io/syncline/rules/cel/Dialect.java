package io.syncline.rules.cel;

import dev.cel.common.CelOptions;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelByteString;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The language of expressions: CEL without anything that reaches outside, with exact numbers and
 * days, and with limits on what an evaluation may cost. Immutable and safe for several threads.
 */
final class Dialect {
    /** Written by a person; more is an attack. */
    static final int LENGTH_MAX = 10_000;

    private static final int NODES_MAX = 1_000;
    private static final int DEPTH_MAX = 100;

    /** All loops of an evaluation together. */
    private static final int ITERATIONS_MAX = 10_000;

    /** Characters or bytes that a sum of texts may have. */
    private static final int TEXT_MAX = 1 << 24;

    private static final int PATTERN_MAX = 10_000;

    private static final CelOptions OPTIONS =
            CelOptions.current()
                    .maxExpressionCodePointSize(LENGTH_MAX)
                    .maxParseExpressionNodeCount(NODES_MAX)
                    .maxParseRecursionDepth(DEPTH_MAX)
                    .comprehensionMaxIterations(ITERATIONS_MAX)
                    .maxRegexProgramSize(PATTERN_MAX)
                    .enableHeterogeneousNumericComparisons(true)
                    .build();

    /** Of CEL's own, these do not know of decimals, or have no limit. */
    private static final Set<String> REPLACED = Set.of("ADD_STRING", "ADD_BYTES");

    private static final Functions FUNCTIONS = functions();

    static final CelCompiler COMPILER =
            CelCompilerFactory.standardCelCompilerBuilder()
                    .setOptions(OPTIONS)
                    .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                    .addVar("base", SimpleType.DYN)
                    .addVar("ours", MapType.create(SimpleType.STRING, SimpleType.DYN))
                    .addVar("theirs", MapType.create(SimpleType.STRING, SimpleType.DYN))
                    .addVar("value", MapType.create(SimpleType.STRING, SimpleType.DYN))
                    .addVar("field", SimpleType.STRING)
                    .addFunctionDeclarations(FUNCTIONS.declarations())
                    .build();

    static final CelRuntime RUNTIME =
            CelRuntimeFactory.legacyCelRuntimeBuilder()
                    .setOptions(OPTIONS)
                    .setStandardEnvironmentEnabled(false)
                    .setStandardFunctions(
                            CelStandardFunctions.newBuilder()
                                    .filterFunctions(
                                            (function, overload) ->
                                                    function != StandardFunction.EQUALS
                                                            && function
                                                                    != StandardFunction.NOT_EQUALS
                                                            && function != StandardFunction.IN
                                                            && !REPLACED.contains(
                                                                    overload.toString()))
                                    .build())
                    .addFunctionBindings(FUNCTIONS.bindings())
                    .build();

    private Dialect() {}

    private static Functions functions() {
        Functions all = new Functions();
        Decimals.into(all);
        Calendar.into(all);
        all.instead("equals", Object.class, Object.class, Equality::equal);
        all.instead("not_equals", Object.class, Object.class, (a, b) -> !Equality.equal(a, b));
        all.instead("in_list", Object.class, List.class, (a, b) -> Equality.among(a, (List<?>) b));
        all.instead("in_map", Object.class, Map.class, (a, b) -> ((Map<?, ?>) b).containsKey(a));
        all.instead(
                "add_string", String.class, String.class, (a, b) -> joined((String) a, (String) b));
        all.instead(
                "add_bytes",
                CelByteString.class,
                CelByteString.class,
                (a, b) -> joined((CelByteString) a, (CelByteString) b));
        return all;
    }

    private static String joined(String one, String other) {
        requireShort((long) one.length() + other.length());
        return one + other;
    }

    private static CelByteString joined(CelByteString one, CelByteString other) {
        requireShort((long) one.size() + other.size());
        return one.concat(other);
    }

    private static void requireShort(long length) {
        if (length > TEXT_MAX) {
            throw new ExpressionException("a text gets too long");
        }
    }
}
