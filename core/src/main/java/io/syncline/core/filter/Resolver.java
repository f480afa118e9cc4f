package io.syncline.core.filter;

import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import io.syncline.core.filter.Condition.Name;
import io.syncline.core.filter.Condition.Sign;
import io.syncline.core.filter.Predicate.Comparison;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes predicates of conditions: finds the fields, converts the literals. Used once. */
final class Resolver {
    private final List<Field> fields;
    private final List<FilterProblem> problems = new ArrayList<>();

    Resolver(List<Field> fields) {
        this.fields = fields;
    }

    Reading<Predicate> resolve(Condition condition) {
        Predicate predicate = predicate(condition);
        return problems.isEmpty() ? Reading.of(predicate) : new Reading<>(null, problems);
    }

    private Predicate predicate(Condition condition) {
        return switch (condition) {
            case Condition.Compare(Name name, Sign sign, Literal literal) ->
                    compare(name, sign, literal);
            case Condition.In in -> in(in);
            case Condition.Between(Name name, boolean not, Literal low, Literal high) ->
                    negated(
                            not,
                            new Predicate.And(
                                    List.of(
                                            compare(name, Sign.AT_LEAST, low),
                                            compare(name, Sign.AT_MOST, high))));
            case Condition.Like like -> like(like);
            case Condition.IsNull(Name name, boolean not) -> {
                field(name);
                yield negated(not, new Predicate.IsNull(name.text()));
            }
            case Condition.Not(Condition not) -> new Predicate.Not(predicate(not));
            case Condition.And(List<Condition> all) -> new Predicate.And(each(all));
            case Condition.Or(List<Condition> any) -> new Predicate.Or(each(any));
            case Condition.Constant(boolean all) ->
                    all ? Predicate.Constant.ALL : Predicate.Constant.NONE;
        };
    }

    private List<Predicate> each(List<Condition> conditions) {
        return conditions.stream().map(this::predicate).toList();
    }

    private static Predicate negated(boolean not, Predicate predicate) {
        return not ? new Predicate.Not(predicate) : predicate;
    }

    private @Nullable Field field(Name name) {
        for (Field field : fields) {
            if (field.name().equals(name.text())) {
                return field;
            }
        }
        List<String> names = fields.stream().map(Field::name).toList();
        String near = Keywords.nearest(name.text(), names);
        problems.add(
                new FilterProblem(
                        name.column(),
                        "There is no field "
                                + Keywords.shown(name.text())
                                + "."
                                + Keywords.didYouMean(near == null ? null : Keywords.shown(near))));
        return null;
    }

    private Predicate compare(Name name, Sign sign, Literal literal) {
        boolean ordered = sign != Sign.EQUAL && sign != Sign.UNEQUAL;
        Field field = field(name);
        if (field == null || !may(name, field, ordered)) {
            return Predicate.Constant.NEVER;
        }
        Value value = value(name, field, literal);
        if (value instanceof Value.Null) {
            return Predicate.Constant.NEVER;
        }
        Comparison comparison =
                switch (sign) {
                    case EQUAL, UNEQUAL -> Comparison.EQUAL;
                    case BELOW -> Comparison.BELOW;
                    case AT_MOST -> Comparison.AT_MOST;
                    case ABOVE -> Comparison.ABOVE;
                    case AT_LEAST -> Comparison.AT_LEAST;
                };
        return negated(sign == Sign.UNEQUAL, new Predicate.Compare(name.text(), comparison, value));
    }

    private Predicate in(Condition.In in) {
        Field field = field(in.field());
        if (field == null || !may(in.field(), field, false)) {
            return Predicate.Constant.NEVER;
        }
        Set<Value> values = new LinkedHashSet<>();
        for (Literal literal : in.literals()) {
            values.add(value(in.field(), field, literal));
        }
        boolean nothing = values.remove(Value.nothing());
        Predicate some = new Predicate.In(in.field().text(), values);
        if (!nothing) {
            return negated(in.not(), some);
        }
        Predicate never = Predicate.Constant.NEVER;
        return values.isEmpty() ? never : negated(in.not(), new Predicate.Or(List.of(some, never)));
    }

    private Predicate like(Condition.Like like) {
        Field field = field(like.field());
        if (field == null) {
            return Predicate.Constant.NEVER;
        }
        boolean text =
                field.type() instanceof FieldType.Text || field.type() instanceof FieldType.Other;
        if (!text) {
            problems.add(
                    new FilterProblem(
                            like.field().column(),
                            "LIKE looks at texts; " + Conversion.described(field) + "."));
            return Predicate.Constant.NEVER;
        }
        LikePattern pattern = LikePattern.of(like.pattern(), like.escape());
        return negated(like.not(), new Predicate.Like(like.field().text(), pattern));
    }

    /** Whether the field's type has this comparison; says so if not. */
    private boolean may(Name name, Field field, boolean ordered) {
        String wrong =
                switch (field.type()) {
                    case FieldType.Json _, FieldType.Items _ -> " and can be IS NULL only.";
                    case FieldType.Other _, FieldType.Bool _ ->
                            ordered ? " and has no order: = and IN can be used." : null;
                    case FieldType.Int _,
                            FieldType.Decimal _,
                            FieldType.Real _,
                            FieldType.Text _,
                            FieldType.Bytes _,
                            FieldType.Date _,
                            FieldType.Time _,
                            FieldType.Timestamp _,
                            FieldType.Instant _,
                            FieldType.Uuid _ ->
                            null;
                };
        if (wrong != null) {
            problems.add(new FilterProblem(name.column(), Conversion.described(field) + wrong));
        }
        return wrong == null;
    }

    private Value value(Name name, Field field, Literal literal) {
        try {
            return Conversion.of(literal, field.type());
        } catch (IllegalArgumentException e) {
            problems.add(
                    new FilterProblem(
                            name.column(), Conversion.described(field) + ": " + e.getMessage()));
            return Value.nothing();
        }
    }
}
