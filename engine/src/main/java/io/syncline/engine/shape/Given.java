package io.syncline.engine.shape;

import io.syncline.core.change.FieldType;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a function, a mask or a validator is bound to: a field's type, and arguments that its
 * parameters have allowed.
 *
 * @param type the field's type
 * @param parameters those of the function
 * @param args what was given for them
 * @param tools the world it may see
 */
record Given(FieldType type, List<Parameter> parameters, Args args, ShapeTools tools) {
    /** The argument, or what holds without; null if nothing does. */
    @Nullable String textOrNull(String name) {
        List<String> texts = args.all(name);
        if (!texts.isEmpty()) {
            return texts.getFirst();
        }
        for (Parameter parameter : parameters) {
            if (parameter.name().equals(name)) {
                return parameter.initial();
            }
        }
        throw new IllegalStateException("Nobody declared " + name);
    }

    String text(String name) {
        return Objects.requireNonNull(textOrNull(name), name);
    }

    int whole(String name) {
        return Integer.parseInt(text(name));
    }

    @Nullable Integer wholeOrNull(String name) {
        String text = textOrNull(name);
        return text == null ? null : (Integer) Integer.parseInt(text);
    }

    @Nullable BigDecimal numberOrNull(String name) {
        String text = textOrNull(name);
        return text == null ? null : new BigDecimal(text);
    }

    ZoneId zone() {
        return ZoneId.of(text("zone"));
    }

    List<String> list(String name) {
        return args.all(name);
    }
}
