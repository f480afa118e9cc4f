package io.syncline.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.endpoint.Code;
import io.syncline.engine.sync.Mode;
import io.syncline.server.PaperSyncs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What bodies come to, the good and the wrong ones. */
class SyncParserTest {
    private static final String SECRET = "hunter2";
    private static final String SOURCE = "'source':{'connection':'postgresql://u:hunter2@a:5432/x'";
    private static final String TARGET = "'destination':{'connection':'mysql://u:hunter2@b/y'";
    private static final String ENDS = "," + SOURCE + "}," + TARGET + "}";

    /** A wrong body and all that must be said of it, as code and pointer. */
    record Wrong(String body, List<String> problems) {}

    private static Wrong wrong(String body, String... problems) {
        return new Wrong(body, List.of(problems));
    }

    private static Wrong beside(String keys, String... problems) {
        return wrong("{'name':'n'" + ENDS + "," + keys + "}", problems);
    }

    private static Wrong source(String keys, String... problems) {
        return wrong("{'name':'n'," + SOURCE + "," + keys + "}," + TARGET + "}}", problems);
    }

    private static Wrong target(String keys, String... problems) {
        return wrong(
                "{'name':'n'," + SOURCE + ",'tables':['a','b']}," + TARGET + "," + keys + "}}",
                problems);
    }

    static Stream<Wrong> wrongBodies() {
        return Stream.of(
                wrong("[]", "WRONG_TYPE "),
                wrong("{}", "MISSING_KEY /name", "MISSING_KEY /source", "MISSING_KEY /destination"),
                wrong("{'name':' '" + ENDS + "}", "MISSING_KEY /name"),
                wrong("{'name':7" + ENDS + "}", "WRONG_TYPE /name"),
                beside("'nmae':1", "UNKNOWN_KEY /nmae"),
                beside(
                        "'max_retries':3,'maxRetries':3",
                        "BAD_JSON /maxRetries",
                        "UNKNOWN_KEY /max_retries"),
                beside("'type':'sideways'", "UNKNOWN_WORD /type"),
                beside("'type':'bi_directional'", "NOT_BUILT /type"),
                beside("'type':'merge'", "NOT_BUILT /type"),
                beside("'type':'batch','mode':'real_time'", "IMPOSSIBLE_PAIR /mode"),
                beside("'mode':'scheduled'", "MISSING_KEY /schedule"),
                beside("'mode':'batch','schedule':'0 * * * *'", "NOT_BUILT /schedule"),
                beside("'schedule':'every day'", "BAD_SCHEDULE /schedule"),
                beside("'schedule':'61 * * * *'", "BAD_SCHEDULE /schedule"),
                beside("'schedule':'0 * * * *','timezone':'Mars/Base'", "BAD_TIME_ZONE /timezone"),
                beside("'timezone':'Europe/Vienna'", "MISSING_KEY /schedule"),
                beside("'retryPolicy':{'maxRetries':-2}", "OUT_OF_RANGE /retryPolicy/maxRetries"),
                beside(
                        "'retry_policy':{'max_retries':'3'}",
                        "WRONG_TYPE /retry_policy/max_retries"),
                beside(
                        "'retry_policy':{'backoff_strategy':'random'}",
                        "UNKNOWN_WORD /retry_policy/backoff_strategy"),
                beside(
                        "'retry_policy':{'max_backoff':'soon'}",
                        "BAD_DURATION /retry_policy/max_backoff"),
                beside("'existing_data':'burn'", "UNKNOWN_WORD /existing_data"),
                beside("'conflict_resolution':'last_write_wins'", "NOT_BUILT /conflict_resolution"),
                beside(
                        "'conflictResolution':{'strategy':'source_wins','customRules':[{'field':'a'}]}",
                        "NOT_BUILT /conflictResolution/customRules"),
                beside(
                        "'sources':[{'name':'a'}],'transformation':{'a':'b'}",
                        "NOT_BUILT /sources",
                        "NOT_BUILT /transformation"),
                beside(
                        "'options':{'parallel_workers':0}",
                        "OUT_OF_RANGE /options/parallel_workers"),
                beside(
                        "'validation':{'checksum_verification':true}",
                        "NOT_BUILT /validation/checksum_verification"),
                source("'tables':'some'", "WRONG_TYPE /source/tables"),
                source("'tables':[]", "OUT_OF_RANGE /source/tables"),
                source("'tables':['a','a']", "BAD_NAME /source/tables/1"),
                source("'filters':{'users':'1=1'}", "NOT_BUILT /source/filters"),
                source("'tabels':['a']", "UNKNOWN_KEY /source/tabels"),
                source("'type':'oracle'", "UNKNOWN_CONNECTOR /source/type"),
                source("'type':'mysql'", "BAD_CONNECTION /source/connection"),
                target("'collections':['a']", "PAIRING /destination/collections"),
                target("'table':'a'", "PAIRING /destination/table"),
                target(
                        "'transformation':{'users':{'id':'user_id'}}",
                        "NOT_BUILT /destination/transformation"),
                wrong(
                        "{'name':'n'," + SOURCE + "},'destination':'backup_database'}",
                        "NOT_BUILT /destination"),
                wrong("{'name':'n'," + SOURCE + "},'destination':[]}", "OUT_OF_RANGE /destination"),
                wrong(
                        "{'name':'n'," + SOURCE + "},'destination':{'connection':'hunter2'}}",
                        "BAD_CONNECTION /destination/connection"),
                wrong(
                        "{'name':'n',"
                                + SOURCE
                                + "},'destination':{'connection':'ftp://u:hunter2@b/y'}}",
                        "BAD_CONNECTION /destination/connection"),
                wrong(
                        "{'name':'n',"
                                + SOURCE
                                + "},'destination':{'connection':'mysql://u:hunter2@b'}}",
                        "BAD_CONNECTION /destination/connection"),
                wrong(
                        "{'name':'n',"
                                + SOURCE
                                + "},'destination':{'connection':'${env:SYNCLINE_SECRET_NOBODY}'}}",
                        "MISSING_REFERENCE /destination/connection"),
                wrong(
                        "{'name':'n'," + SOURCE + "},'destination':{'connection':'${env:PATH}'}}",
                        "CLOSED_REFERENCE /destination/connection"),
                wrong(
                        "{'name':'n',"
                                + SOURCE
                                + "},'destination':{'connection':'postgresql://v:hunter2@a:5432/x'}}",
                        "SAME_PLACE /destination"),
                wrong(
                        "{'type':'one-way','mode':'sometimes','source':{'type':'postgresql'},'destination':{'connection':'mysql://u:hunter2@b/y','collections':['x']},'schedule':'* *','colour':'red'}",
                        "MISSING_KEY /name",
                        "UNKNOWN_WORD /mode",
                        "BAD_SCHEDULE /schedule",
                        "MISSING_KEY /source/connection",
                        "PAIRING /destination/collections",
                        "UNKNOWN_KEY /colour"));
    }

    @ParameterizedTest
    @MethodSource("wrongBodies")
    void everythingWrongIsSaidAtOnceWithItsPlaceAndWithoutSecrets(Wrong wrong) {
        List<Problem> problems = problems(wrong.body());
        assertThat(problems.stream().map(p -> p.code().name() + " " + p.pointer()))
                .containsExactlyInAnyOrderElementsOf(wrong.problems());
        assertThat(problems.toString()).doesNotContain(SECRET);
    }

    @Test
    void theWrongBodiesAreManyAndOfManyKinds() {
        Set<Code> codes = new HashSet<>();
        List<Wrong> severalAtOnce = new ArrayList<>();
        wrongBodies()
                .forEach(
                        wrong -> {
                            List<Problem> problems = problems(wrong.body());
                            problems.forEach(problem -> codes.add(problem.code()));
                            if (problems.size() >= 3) {
                                severalAtOnce.add(wrong);
                            }
                        });
        assertThat(wrongBodies().count()).isGreaterThanOrEqualTo(30);
        assertThat(codes).hasSizeGreaterThanOrEqualTo(15);
        assertThat(severalAtOnce).hasSizeGreaterThanOrEqualTo(2);
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
        assertThat(snake.definition()).isEqualTo(camel.definition());
        assertThat(snake.definition().mode()).isEqualTo(Mode.REAL_TIME);
        assertThat(snake.definition().workers()).isEqualTo(4);
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
    void aSchemaAtTheDestinationIsAPartOfTheNames() {
        Wanted.Good good =
                good(
                        "{'name':'n',"
                                + SOURCE
                                + ",'tables':['public.a','b']},"
                                + TARGET
                                + ",'schema':'copy'}}");
        assertThat(good.definition().collections()).containsExactly("copy.a", "copy.b");
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
        return PaperSyncs.parser().parse(PaperSyncs.json(body.replace('\'', '"')), "sync_1", 1);
    }
}
