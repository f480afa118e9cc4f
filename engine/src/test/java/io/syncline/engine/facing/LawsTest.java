package io.syncline.engine.facing;

import static io.syncline.engine.facing.Ends.field;
import static io.syncline.engine.facing.Ends.num;
import static io.syncline.engine.facing.Ends.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.merge.Which;
import io.syncline.engine.reconcile.Facing;
import io.syncline.engine.shape.Function;
import io.syncline.engine.shape.Functions;
import io.syncline.engine.shape.Kind;
import io.syncline.engine.shape.Parameter;
import io.syncline.engine.shape.Samples;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What comes in from an end and goes out again comes in as the same, whatever the mapping. */
class LawsTest {
    private static final RowId ID = RowId.of("users", num(1));
    private static final int VALUES = 60;

    private static final List<FieldType> TYPES =
            List.of(
                    new FieldType.Bool(),
                    new FieldType.Int(16),
                    new FieldType.Int(64),
                    new FieldType.Decimal(null, null),
                    new FieldType.Decimal(20, 0),
                    new FieldType.Decimal(10, 2),
                    new FieldType.Decimal(30, 20),
                    new FieldType.Decimal(3, -2),
                    new FieldType.Real(32),
                    new FieldType.Real(64),
                    new FieldType.Text(null),
                    new FieldType.Text(36),
                    new FieldType.Bytes(),
                    new FieldType.Date(),
                    new FieldType.Time(),
                    new FieldType.Timestamp(),
                    new FieldType.Instant(),
                    new FieldType.Uuid(),
                    new FieldType.Json(),
                    new FieldType.Items(new FieldType.Text(null)),
                    new FieldType.Items(new FieldType.Int(64)),
                    new FieldType.Other("interval"));

    /** A value of any kind, mostly of the type's own. */
    private static Value value(FieldType type, SplittableRandom random) {
        Kind[] kinds = Kind.values();
        return switch (random.nextInt(8)) {
            case 0 -> Value.nothing();
            case 1 -> Samples.value(kinds[random.nextInt(kinds.length)], random);
            default ->
                    type instanceof FieldType.Items(FieldType of)
                            ? new Value.Items(
                                    List.of(Samples.value(Kind.of(of), random), Value.nothing()))
                            : Samples.value(Kind.of(type), random);
        };
    }

    /** Goes out to an end and comes in again. */
    private static Image again(Facings facings, Which which, Image shared) {
        Facing facing = facings.of(which);
        return facing.shared(ID, facing.own(ID, shared));
    }

    private static Image withoutForwardOnly(Facings facings, Image shared) {
        Row row = shared.row();
        List<Object> kept = new ArrayList<>();
        for (String name : row.header().names()) {
            if (!facings.forwardOnly("users").contains(name)) {
                kept.add(name);
                kept.add(row.get(name));
            }
        }
        return whole(kept.toArray());
    }

    private static Image known(Image image) {
        return Image.whole(image.row());
    }

    private static void holds(Facings facings, Which from, Image own, String told) {
        Image shared = facings.of(from).shared(ID, own);
        assertThat(known(again(facings, Which.THEIRS, shared)))
                .as("%s: %s of %s, at their end", told, own, from)
                .isEqualTo(known(shared));
        Image back = again(facings, Which.OURS, shared);
        assertThat(withoutForwardOnly(facings, back))
                .as("%s: %s of %s, at our end", told, own, from)
                .isEqualTo(withoutForwardOnly(facings, shared));
        assertThat(facings.of(Which.OURS).own(ID, shared).toString())
                .as("%s: %s of %s, what our end is given", told, own, from)
                .doesNotContain(Crossing.NOT_HELD.toString());
    }

    @Test
    void anyTwoTypesThatMeetDoSoOnBothWays() {
        int met = 0;
        int left = 0;
        for (FieldType ours : TYPES) {
            for (FieldType theirs : TYPES) {
                Ends ends = Ends.of(field("v", ours)).there(field("v", theirs));
                ends.allow = true;
                Facings facings = ends.facings();
                if (!facings.problems().isEmpty()) {
                    continue;
                }
                met++;
                SplittableRandom random = new SplittableRandom(met);
                for (int i = 0; i < VALUES; i++) {
                    Image here = whole("id", num(1), "v", value(ours, random));
                    Image there = whole("id", num(1), "v", value(theirs, random));
                    holds(facings, Which.OURS, here, ours + " and " + theirs);
                    holds(facings, Which.THEIRS, there, ours + " and " + theirs);
                    left += facings.unturned(ID, there, Which.THEIRS).size();
                }
            }
        }
        assertThat(met).isGreaterThan(TYPES.size() + 40);
        assertThat(left).isPositive();
    }

    @Test
    void equalTypesChangeNothing() {
        for (FieldType type : TYPES) {
            Facings facings = Ends.of(field("v", type)).there(field("v", type)).facings();
            SplittableRandom random = new SplittableRandom(5);
            for (int i = 0; i < VALUES; i++) {
                Image own = whole("id", num(1), "v", value(type, random));
                for (Which which : Which.values()) {
                    assertThat(facings.of(which).shared(ID, own)).isEqualTo(own);
                    assertThat(facings.of(which).own(ID, own)).isEqualTo(own);
                }
            }
        }
    }

    private static List<String[]> variants(Function function) {
        Map<String, String[]> needed =
                Map.of(
                        "constant", new String[] {"value", "x"},
                        "json_field", new String[] {"path", "a"});
        List<String[]> variants = new ArrayList<>();
        variants.add(needed.getOrDefault(function.name(), new String[0]));
        for (Parameter parameter : function.parameters()) {
            boolean words = parameter.kind() == Parameter.Kind.WORD;
            if (words && !needed.containsKey(function.name())) {
                parameter
                        .words()
                        .forEach(each -> variants.add(new String[] {parameter.name(), each}));
            }
        }
        return variants;
    }

    @Test
    void everyFunctionThatLeadsBackDoesSoAndTheOthersGoForwardOnly() {
        Set<String> bothWays = new HashSet<>();
        Set<String> forwardOnly = new HashSet<>();
        for (Function function : Functions.named().values()) {
            if (Set.of("current_timestamp", "default").contains(function.name())) {
                continue;
            }
            for (Kind kind : function.takes()) {
                for (String[] args : variants(function)) {
                    Facings facings =
                            Ends.of(field("v", kind.sample()))
                                    .rule("v", "w", function.name(), args)
                                    .facings();
                    boolean both = facings.forwardOnly("users").isEmpty();
                    (both ? bothWays : forwardOnly).add(function.name() + " " + kind);
                    FieldType made = facings.layout("users").fields().getLast().type();
                    SplittableRandom random = new SplittableRandom(function.name().hashCode());
                    for (int i = 0; i < VALUES; i++) {
                        boolean fits = i % 2 == 0;
                        Value value =
                                fits ? Samples.value(kind, random) : value(kind.sample(), random);
                        Image own = whole("id", num(1), "v", value);
                        Image there = whole("id", num(1), "w", value(made, random));
                        holds(facings, Which.OURS, own, function.name());
                        holds(facings, Which.THEIRS, there, function.name());
                        if (both && fits && facings.unturned(ID, own, Which.OURS).isEmpty()) {
                            Image shared = facings.of(Which.OURS).shared(ID, own);
                            assertThat(facings.of(Which.OURS).own(ID, shared))
                                    .as("%s of %s", function.name(), value)
                                    .isEqualTo(own);
                        }
                    }
                }
            }
        }
        assertThat(bothWays).hasSizeGreaterThan(25).contains("hex BYTES", "to_text DECIMAL");
        assertThat(forwardOnly).contains("lowercase TEXT", "constant INTEGER", "round DECIMAL");
    }

    @Test
    void keysAreNamedTheSameFromBothEndsOrNotAtAll() {
        int named = 0;
        for (FieldType ours : TYPES) {
            for (FieldType theirs : TYPES) {
                Ends ends = new Ends();
                ends.ours.add(new io.syncline.core.change.Field("id", ours, false));
                ends.theirs = List.of(new io.syncline.core.change.Field("id", theirs, false));
                Facings facings = ends.facings();
                if (!facings.problems().isEmpty()) {
                    continue;
                }
                SplittableRandom random = new SplittableRandom(9);
                for (int i = 0; i < VALUES; i++) {
                    for (Which which : Which.values()) {
                        FieldType type = which == Which.OURS ? ours : theirs;
                        String collection = which == Which.OURS ? "public.users" : "users";
                        Value key = value(type, random);
                        RowId own = RowId.of(collection, key);
                        RowId shared = facings.of(which).shared(own);
                        if (shared != null && Bounds.hold(type, key)) {
                            named++;
                            Facing across = facings.of(which.other());
                            assertThat(facings.of(which).own(shared)).isEqualTo(own);
                            assertThat(across.shared(across.own(shared))).isEqualTo(shared);
                        }
                    }
                }
            }
        }
        assertThat(named).isGreaterThan(1000);
    }
}
