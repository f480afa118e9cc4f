package io.syncline.core.filter;

import io.syncline.core.filter.Condition.Name;
import io.syncline.core.filter.Condition.Sign;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Conditions drawn by chance, with the names and texts that are hardest to write. */
final class RandomConditions {
    private static final List<String> NAMES =
            List.of(
                    "a",
                    "b_2",
                    "order",
                    "NOT",
                    "null",
                    "Größe",
                    "with space",
                    "\"",
                    "`",
                    "a'b",
                    ";",
                    "--",
                    "/*",
                    "\\",
                    "日本",
                    "a\nb",
                    "😀",
                    "x\"; DROP TABLE t; --",
                    "_",
                    "1st",
                    "");
    private static final List<String> TEXTS =
            List.of(
                    "",
                    "'",
                    "''",
                    "\\",
                    "\\'",
                    "a%b_c",
                    "%",
                    "100\\%",
                    "null",
                    "\"",
                    "`",
                    ";--",
                    "😀",
                    "’",
                    "\t\n",
                    "2024-01-01",
                    "' OR '1'='1",
                    "$$",
                    "/*!50000 1*/");

    private final Random random;

    RandomConditions(Random random) {
        this.random = random;
    }

    Condition next(int depth) {
        int kind = random.nextInt(depth > 0 ? 9 : 6);
        return switch (kind) {
            case 0 ->
                    new Condition.Compare(
                            name(), Sign.values()[random.nextInt(Sign.values().length)], literal());
            case 1 -> {
                List<Literal> literals = new ArrayList<>();
                for (int i = random.nextInt(4); i >= 0; i--) {
                    literals.add(literal());
                }
                yield new Condition.In(name(), random.nextBoolean(), literals);
            }
            case 2 -> new Condition.Between(name(), random.nextBoolean(), literal(), literal());
            case 3 -> like();
            case 4 -> new Condition.IsNull(name(), random.nextBoolean());
            case 5 -> new Condition.Constant(random.nextBoolean());
            case 6 -> new Condition.Not(next(depth - 1));
            case 7 -> new Condition.And(several(depth - 1));
            default -> new Condition.Or(several(depth - 1));
        };
    }

    private List<Condition> several(int depth) {
        List<Condition> several = new ArrayList<>();
        for (int i = random.nextInt(3) + 2; i > 0; i--) {
            several.add(next(depth));
        }
        return several;
    }

    private Condition like() {
        Integer escape = List.of((int) '\\', (int) '!', (int) '\'', 0x1f600).get(random.nextInt(4));
        String pattern = TEXTS.get(random.nextInt(TEXTS.size()));
        try {
            LikePattern.of(pattern, escape);
        } catch (IllegalArgumentException _) {
            escape = null;
        }
        return new Condition.Like(name(), random.nextBoolean(), pattern, escape);
    }

    private Name name() {
        // The last, the empty one, is no name.
        return new Name(NAMES.get(random.nextInt(NAMES.size() - 1)), random.nextInt());
    }

    private Literal literal() {
        return switch (random.nextInt(5)) {
            case 0 -> Literal.Null.NULL;
            case 1 -> new Literal.Bool(random.nextBoolean());
            case 2 ->
                    new Literal.Exact(
                            new BigDecimal(
                                    new BigInteger(random.nextInt(200), random)
                                            .multiply(
                                                    BigInteger.valueOf(random.nextInt(2) * 2 - 1)),
                                    random.nextInt(30)));
            default -> new Literal.Text(TEXTS.get(random.nextInt(TEXTS.size())));
        };
    }
}
