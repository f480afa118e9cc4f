package io.syncline.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.endpoint.Secret;
import io.syncline.core.merge.Definition;
import io.syncline.core.merge.Strategies;
import io.syncline.engine.sync.Connectors;
import io.syncline.server.config.References;
import io.syncline.server.config.SecretPlaces;
import io.syncline.testkit.fuzz.Fuzz;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever stands there as the rules of a two-way sync is read or refused, never more. */
class MergingFuzzTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final SyncParser PARSER =
            new SyncParser(
                    Connectors.installed(),
                    new References(
                            new SecretPlaces(
                                    _ -> null, SecretPlaces.STANDARD_FOLDER, Path.of("data"))),
                    () -> Secret.of("of the hashes"));
    private static final String BODY =
            "{'name':'n','type':'two_way','source':{'connection':'postgresql://u@a:5432/x'},"
                    + "'destination':{'connection':'mysql://u@b/y'},'conflict_resolution':%s}";
    private static final Strategies STRATEGIES = Strategies.standard();

    @Test
    void rulesAreReadOrRefused() {
        Fuzz.Tally tally =
                Fuzz.text(
                        "rules",
                        List.of(
                                "'last_write_wins'",
                                "{'strategy':'smart-merge','autoResolveThreshold':0.7}",
                                "{'default_strategy':'manual_review','manual_review_threshold':0.1}",
                                "{'stock':'sum','email':'most_complete_wins','tags':'union'}",
                                "{'custom_rules':[{'field':'a.b','strategy':'highest_wins'}]}",
                                "{'custom_rules':{'price':'product_prices','a':{'strategy':'sure',"
                                        + "'rule':'sum','confidence':0.5}}}",
                                "{'rules':{'money':{'fields':['net','gross'],'strategy':"
                                        + "'source_wins'}}}",
                                "{'strategy':'priority_based','order':['erp','shop']}",
                                "{'strategy':'timestamp_based','field':'at','preference':'newest'}",
                                "{'on_delete':'review','validators':['non_negative']}",
                                "{'tables':{'orders':{'default_strategy':'merge'}}}",
                                "{'review':{'four_eyes':['a'],'timeout':'2h','on_timeout':'sum',"
                                        + "'assign_to':'role:reviewer','context':{'orders':{"
                                        + "'table':'customers','key':'customer'}}}}"),
                        List.of(
                                "'",
                                "{",
                                "}",
                                "[",
                                "]",
                                ",",
                                ":",
                                "null",
                                "true",
                                "-1",
                                "1e400",
                                "'strategy':",
                                "'fields':",
                                "'first_of'",
                                "'merge'",
                                "'review':",
                                "'a.b.c'",
                                "'..'",
                                "''"),
                        MergingFuzzTest::reads);

        assertThat(tally.taken()).isBetween(tally.inputs() / 1_000, tally.inputs() * 99 / 100);
    }

    private static boolean reads(String text) {
        JsonNode body;
        try {
            body = JSON.readTree(BODY.formatted(text).replace('\'', '"'));
        } catch (JacksonException notJson) {
            return false;
        }
        return switch (PARSER.parse(body, "sync_1", 1)) {
            case Wanted.Bad(List<Problem> problems) -> {
                assertThat(problems).isNotEmpty();
                yield false;
            }
            case Wanted.Good good -> {
                Definition read = good.definition().options().merging().standard();
                assertThat(STRATEGIES.definition(read.tree())).isEqualTo(read);
                yield true;
            }
        };
    }
}
