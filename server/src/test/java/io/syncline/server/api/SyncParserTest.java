package io.syncline.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Secret;
import io.syncline.engine.sync.Connectors;
import io.syncline.engine.sync.Leg;
import io.syncline.engine.sync.Mode;
import io.syncline.engine.sync.Performance;
import io.syncline.server.config.References;
import io.syncline.server.config.SecretPlaces;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** What bodies come to, the good and the wrong ones. */
class SyncParserTest {
    private static final SyncParser PARSER =
            new SyncParser(
                    Connectors.installed(),
                    new References(
                            new SecretPlaces(
                                    _ -> null, SecretPlaces.STANDARD_FOLDER, Path.of("data"))),
                    () -> Secret.of("of the hashes"));
    private static final String SECRET = WrongBodies.SECRET;
    private static final String SOURCE = "'source':{'connection':'postgresql://u:hunter2@a:5432/x'";
    private static final String TARGET = "'destination':{'connection':'mysql://u:hunter2@b/y'";
    private static final String ENDS = "," + SOURCE + "}," + TARGET + "}";

    static List<WrongBodies.Wrong> wrongBodies() {
        return WrongBodies.all();
    }

    @ParameterizedTest
    @MethodSource("wrongBodies")
    void everythingWrongIsSaidAtOnceWithItsPlaceAndWithoutSecrets(WrongBodies.Wrong wrong) {
        List<Problem> problems = problems(wrong.body());
        assertThat(problems.stream().map(p -> p.code().name() + " " + p.pointer()))
                .containsExactlyInAnyOrderElementsOf(wrong.problems());
        assertThat(problems.toString()).doesNotContain(SECRET);
    }

    @Test
    void theWrongBodiesAreManyAndOfManyKinds() {
        Set<Code> codes = new HashSet<>();
        List<WrongBodies.Wrong> severalAtOnce = new ArrayList<>();
        wrongBodies()
                .forEach(
                        wrong -> {
                            List<Problem> problems = problems(wrong.body());
                            problems.forEach(problem -> codes.add(problem.code()));
                            if (problems.size() >= 3) {
                                severalAtOnce.add(wrong);
                            }
                        });
        assertThat(wrongBodies()).hasSizeGreaterThanOrEqualTo(30);
        assertThat(codes).hasSizeGreaterThanOrEqualTo(15);
        assertThat(severalAtOnce).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void severalSourcesAreLegsThatShareADestinationAndRankByTheirPriority() {
        Wanted.Good good =
                good(
                        "{'name':'n','type':'bi_directional','sources':["
                                + "{'name':'b','connection':'postgresql://u:p@b/x','priority':20,"
                                + "'tables':['t'],'collections':['s']},"
                                + "{'connection':'mysql://u:p@c/y'},"
                                + "{'name':'a','connection':'mysql://u:p@a/y','priority':3}],"
                                + "'destination':{'type':'unified_database',"
                                + "'connection':'postgresql://u:p@z/z'},"
                                + "'initial_load':'a_wins',"
                                + "'conflict_resolution':'marketplace_priority'}");
        assertThat(good.definition().legs())
                .extracting(leg -> leg.source().name(), leg -> leg.tables(), Leg::collections)
                .containsExactly(
                        tuple("b", List.of("t"), List.of("s")),
                        tuple("source_2", List.of(), List.of()),
                        tuple("a", List.of(), List.of()));
        assertThat(good.definition().legs())
                .extracting(leg -> leg.destination().type())
                .containsOnly("postgresql");
        assertThat(good.definition().options().merging().ranking()).containsExactly("a", "b");
    }

    @Test
    void aNearKeyIsNamed() {
        assertThat(problems("{'name':'n'" + ENDS + ",'shedule':'0 * * * *'}"))
                .singleElement()
                .satisfies(p -> assertThat(p.message()).contains("Did you mean 'schedule'?"));
    }

    @Test
    void bothKeyCasesAndEveryWordGiveTheSameSync() {
        Wanted.Good snake =
                good(
                        "{'name':'n','type':'REAL_TIME'"
                                + ENDS
                                + ",'retry_policy':{'max_retries':3,'backoff_strategy':'exponential'}}");
        Wanted.Good camel =
                good(
                        "{'name':'n','mode':'realTime'"
                                + ENDS
                                + ",'retryPolicy':{'maxRetries':3,'backoffStrategy':'EXPONENTIAL'}}");
        assertThat(snake.definition().retry()).isEqualTo(camel.definition().retry());
        assertThat(snake.definition().wording().type()).isEqualTo("REAL_TIME");
        assertThat(camel.definition().wording().mode()).isEqualTo("realTime");
        assertThat(snake.definition().mode()).isEqualTo(camel.definition().mode());
        assertThat(snake.definition().mode()).isEqualTo(Mode.REAL_TIME);
        assertThat(snake.definition().workers()).isEqualTo(4);
    }

    @Test
    void whatAnEndCannotDoIsNotedAndHoldsForTheOther() {
        Wanted.Good good =
                good(
                        "{'name':'n'"
                                + ENDS
                                + ",'timeout':'30s','performance':{'batch_size':1000,"
                                + "'parallel_workers':99,'compression_enabled':true,"
                                + "'connection_pooling':false}}");
        assertThat(good.definition().options().performance())
                .isEqualTo(new Performance(1000, true, false, Duration.ofSeconds(30)));
        assertThat(good.definition().workers()).isEqualTo(16);
        assertThat(good.notes())
                .containsExactlyInAnyOrder(
                        "parallel_workers is 16, the most there can be.",
                        "compression_enabled is not applicable to postgresql.");
    }

    @Test
    void incrementalByAScheduleIsScheduled() {
        assertThat(
                        good("{'name':'n','type':'incremental','schedule':'*/5 * * * *'"
                                        + ENDS
                                        + "}")
                                .definition()
                                .mode())
                .isEqualTo(Mode.SCHEDULED);
    }

    @Test
    void everythingByAScheduleIsABatchWithOne() {
        Wanted.Good good = good("{'name':'n','mode':'batch','schedule':'0 * * * *'" + ENDS + "}");
        assertThat(good.definition().mode()).isEqualTo(Mode.BATCH);
        assertThat(good.definition().schedule()).isNotNull();
    }

    @Test
    void aSchemaOfItsOwnIsAnotherPlaceOfTheSameDatabase() {
        String copy =
                "{'name':'n',"
                        + SOURCE
                        + "},'destination':{'connection':'postgresql://u:hunter2@a:5432/x','schema':'SCHEMA'}}";
        assertThat(good(copy.replace("SCHEMA", "copy")).definition().destinations())
                .singleElement()
                .satisfies(end -> assertThat(end.settings()).containsEntry("schema", "copy"));
        assertThat(problems(copy.replace("SCHEMA", "public")))
                .singleElement()
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(Code.SAME_PLACE));
    }

    @Test
    void tooManyWorkersBecomeTheMostWithANote() {
        Wanted.Good good = good("{'name':'n'" + ENDS + ",'options':{'parallelWorkers':64}}");
        assertThat(good.definition().workers()).isEqualTo(16);
        assertThat(good.notes()).singleElement().asString().contains("16");
    }

    private static Wanted.Good good(String body) {
        Wanted wanted = parse(body);
        assertThat(wanted).isInstanceOf(Wanted.Good.class);
        return (Wanted.Good) wanted;
    }

    private static List<Problem> problems(String body) {
        return parse(body) instanceof Wanted.Bad(List<Problem> problems) ? problems : List.of();
    }

    private static Wanted parse(String body) {
        return PARSER.parse(JsonMapper.shared().readTree(body.replace('\'', '"')), "sync_1", 1);
    }
}
