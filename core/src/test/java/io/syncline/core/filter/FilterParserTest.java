package io.syncline.core.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.filter.Condition.Name;
import io.syncline.core.filter.Condition.Sign;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterParserTest {
    private static Condition parsed(String text) {
        return FilterParser.parse(text).orThrow();
    }

    private static Name name(String text) {
        return new Name(text, 1);
    }

    private static Condition equal(String name, long number) {
        return new Condition.Compare(
                name(name), Sign.EQUAL, new Literal.Exact(BigDecimal.valueOf(number)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "status = 'active' | status = 'active'",
                "updated_at>'2024-01-01' | updated_at > '2024-01-01'",
                "a != 1 | a <> 1",
                "a<=-5 and b>= +.5 | !",
                "a<=-5 and b>= +0.50 | a <= -5 AND b >= 0.50",
                "not a in(1,null,'x''y') | NOT a IN (1, NULL, 'x''y')",
                "a not between 1 and 2 and b between 3 and 4"
                        + " | a NOT BETWEEN 1 AND 2 AND b BETWEEN 3 AND 4",
                "a like '%\\_x' | a LIKE '%\\_x'",
                "a not like '!%' escape '!' | a NOT LIKE '!%' ESCAPE '!'",
                "a like 'a\\' escape '' | a LIKE 'a\\' ESCAPE ''",
                "a is null or b is not null | a IS NULL OR b IS NOT NULL",
                "\"order\" = true | order = TRUE",
                "`a``b` = FALSE | \"a`b\" = FALSE",
                "\"a\"\"b\" = 1 | \"a\"\"b\" = 1",
                "\"null\" = 1 | \"null\" = 1",
                "((a = 1)) | a = 1",
                "a = 1 or b = 2 and c = 3 | a = 1 OR b = 2 AND c = 3",
                "(a = 1 or b = 2) and not (c = 3 or true)"
                        + " | (a = 1 OR b = 2) AND NOT (c = 3 OR TRUE)",
                "a = 1 and (b = 2 and c = 3) | a = 1 AND (b = 2 AND c = 3)",
                "TRUE | TRUE",
                "false | FALSE",
            })
    void aFilterHasACanonicalText(String text, String canonical) {
        Reading<Condition> read = FilterParser.parse(text);

        if (canonical.equals("!")) {
            assertThat(read.problems()).isNotEmpty();
        } else {
            assertThat(read.orThrow()).hasToString(canonical);
            assertThat(parsed(canonical)).isEqualTo(read.result());
        }
    }

    @Test
    void andBindsCloserThanOrAndNotCloserStill() {
        assertThat(parsed("a = 1 OR NOT b = 2 AND c = 3"))
                .isEqualTo(
                        new Condition.Or(
                                List.of(
                                        equal("a", 1),
                                        new Condition.And(
                                                List.of(
                                                        new Condition.Not(equal("b", 2)),
                                                        equal("c", 3))))));
    }

    @Test
    void everyConditionIsReadBackFromItsText() {
        for (long seed = 0; seed < 4_000; seed++) {
            Condition condition = new RandomConditions(new Random(seed)).next(3);
            String text = condition.toString();
            if (text.length() <= FilterParser.LENGTH_MAX) {
                Condition again = parsed(text);
                assertThat(again).as("seed %d: %s", seed, text).isEqualTo(condition);
                assertThat(again).hasToString(text);
            }
        }
    }

    /** Column, and what the message must say. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "a == 1|3|Did you mean =?",
                "a => 1|3|Did you mean >=?",
                "a =< 1|3|Did you mean <=?",
                "a <=> NULL|3|Did you mean =?",
                "a ~ 'x'|3|Did you mean LIKE?",
                "a ILIKE 'x'|3|Did you mean LIKE?",
                "a BETWEN 1 AND 2|3|Did you mean BETWEEN?",
                "a NOT LKE 'x'|7|Did you mean LIKE?",
                "a = 1 ADN b = 2|7|Did you mean AND?",
                "a = 1 && b = 2|7|Did you mean AND?",
                "a = 1 UNION SELECT 1|7|UNION is not allowed",
                "a = 1; DROP TABLE t|6|semicolon",
                "a = 1 -- x|7|Comments",
                "a = 1 /* x */|7|Comments",
                "a = 1 # x|7|Comments",
                "upper(a) = 'X'|6|Functions are not allowed in a filter: 'upper'",
                "a = upper('x')|5|Functions are not allowed in a filter: 'upper'",
                "a = (SELECT 1)|5|SELECT is not allowed",
                "a IN (SELECT b FROM t)|7|SELECT is not allowed",
                "EXISTS (SELECT 1)|8|EXISTS is not allowed",
                "(SELECT 1)|2|SELECT is not allowed",
                "a > CURRENT_DATE|5|CURRENT_DATE is not allowed",
                "a > now()|5|NOW is not allowed",
                "a = b|5|not with another field",
                "a = \"b\"|5|double quotes hold names",
                "'a' = 1|1|begins with a field's name",
                "1 = 1|1|begins with a field's name",
                "a.b = 1|2|without its table",
                "a = 1 + 1|7|AND, OR or the end",
                "a * 2 = 4|3|does not calculate",
                "a::text = 'x'|2|casts",
                "a = ?|5|Parameters",
                "a = $1|5|parameters",
                "a = $$x$$|5|Dollar quotes",
                "a = @@version|5|Variables",
                "a = :x|5|Parameters",
                "a = E'x'|5|no letters in front",
                "a = N'x'|5|no letters in front",
                "a = DATE '2024-01-01'|5|alone",
                "a = 'x|5|not closed",
                "\"a = 'x'|1|not closed",
                "a = ’x’|5|U+2019",
                "a＝1|2|U+FF1D",
                "a =\u00a01|4|U+00A0",
                "größe = 1|3|U+00F6",
                "[a] = 1|1|Brackets",
                "a = 1e5|5|write it out",
                "a = 0x10|5|write it out",
                "a = 1.2.3|5|write it out",
                "a|2|comparison is expected",
                "a =|4|literal is expected",
                "a IN ()|7|literal is expected",
                "a IN 1|6|list in brackets",
                "a IN (1, 2|11|closing bracket",
                "(a = 1|1|not closed",
                "a = 1)|6|not opened",
                "a BETWEEN 1|12|AND and a second",
                "a IS TRUE|6|= TRUE",
                "a LIKE 5|8|single quotes",
                "a LIKE 'x\\'|8|ends with its escape",
                "a LIKE 'x' ESCAPE 'ab'|19|one character",
                "a LIKE x|8|single quotes",
                "a = - 'x'|7|After a sign",
                "NOT|4|ends where",
                "AND a = 1|1|begins with",
                "a = 1 AND|10|ends where",
                "\"\" = 1|1|one character at least",
                "a = 1 b = 2|7|AND, OR or the end",
            })
    void whatIsNoFilterIsRefusedByNameAndPlace(String text, int column, String says) {
        List<FilterProblem> problems = FilterParser.parse(text).problems();

        assertThat(problems).hasSizeBetween(1, 2);
        assertThat(problems.getFirst().column()).isEqualTo(column);
        assertThat(problems.getFirst().message()).contains(says);
    }

    @Test
    void twoBarsAreOr() {
        assertThat(FilterParser.parse("a = 1 || b = 2").problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("Did you mean OR?"));
    }

    @Test
    void allProblemsAreToldAtOnceInTheirOrder() {
        List<FilterProblem> problems =
                FilterParser.parse("a == 1 AND (b LIKE 5 OR now() > 3) OR c = 😀 AND d => 'x'")
                        .problems();

        assertThat(problems).extracting(FilterProblem::column).containsExactly(3, 20, 28, 43, 51);
    }

    @Test
    void textAndDepthAreBounded() {
        assertThat(FilterParser.parse(" \n").problems()).hasSize(1);
        String deep =
                "(".repeat(FilterParser.DEPTH_MAX) + "a = 1" + ")".repeat(FilterParser.DEPTH_MAX);
        assertThat(FilterParser.parse(deep).problems()).isEmpty();
        assertThat(FilterParser.parse("(" + deep + ")").problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("deeper than 50"));
        assertThat(FilterParser.parse("NOT ".repeat(2_000) + "a = 1").problems()).hasSize(1);
        assertThat(FilterParser.parse("(".repeat(10_000)).problems()).hasSize(1);
        assertThat(FilterParser.parse("a = '" + "x".repeat(10_000) + "'").problems()).hasSize(1);
        assertThat(FilterParser.parse("a = " + "9".repeat(201)).problems()).hasSize(1);
        assertThat(FilterParser.parse("a == 1 AND ".repeat(500) + "a = 1").problems()).hasSize(20);
        assertThat(FilterParser.parse("a = 'x\0y'").problems()).hasSize(1);
        assertThat(FilterParser.parse("a = '\ud83d'").problems()).hasSize(1);
    }

    @Test
    void noProblemRepeatsALiteral() {
        for (String text :
                List.of(
                        "a = 'hunter2' 'hunter2'",
                        "a LIKE 'hunter2\\'",
                        "'hunter2' = a",
                        "a 'hunter2'")) {
            assertThat(FilterParser.parse(text).problems())
                    .isNotEmpty()
                    .noneMatch(problem -> problem.message().contains("hunter2"));
        }
    }
}
