package io.syncline.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.endpoint.Secret;
import io.syncline.engine.shape.FieldRule;
import io.syncline.engine.shape.NamedRule;
import io.syncline.engine.shape.RowRule;
import io.syncline.engine.shape.ShapeRules;
import io.syncline.engine.shape.TableRules;
import io.syncline.engine.sync.Connectors;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.server.config.References;
import io.syncline.server.config.SecretPlaces;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What bodies come to that say what becomes of rows. */
class RowsParserTest {
    private static final SyncParser PARSER =
            new SyncParser(
                    Connectors.installed(),
                    new References(
                            new SecretPlaces(
                                    _ -> null, SecretPlaces.STANDARD_FOLDER, Path.of("data"))),
                    () -> Secret.of("of the hashes"));

    @Test
    void whatIsSaidClosestOfAFieldHolds() {
        TableRules users =
                rules(
                                "'transformation':{'users':{'id':'dest_table'},'id':'dest_flat','a':'dest_flat',"
                                        + "'field_mapping':{'d':'dest_base','e':'dest_base'}}",
                                "'transformation':{'users':{'a':'top_table','b':'top_table'},'id':'top_flat','b':'top_flat','c':'top_flat',"
                                        + "'d':'top_flat'},"
                                        + "'field_mapping':{'c':'top_base','e':'top_base','f':'top_base'}")
                        .of(0, "public.users");
        assertThat(users.fields())
                .extracting(rule -> rule.from() + " " + rule.to())
                .containsExactlyInAnyOrder(
                        "id dest_table",
                        "a dest_flat",
                        "b top_table",
                        "c top_flat",
                        "d top_flat",
                        "e dest_base",
                        "f top_base");
    }

    @Test
    void bothCasesOfNamesArePlainRenames() {
        TableRules rules =
                rules("'transformation':{'block_number':'blockNumber','txHash':'tx_hash'}", "")
                        .of(0, "x");
        assertThat(rules.fields())
                .extracting(FieldRule::from, FieldRule::to)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("block_number", "blockNumber"),
                        org.assertj.core.groups.Tuple.tuple("txHash", "tx_hash"));
    }

    @Test
    void aFunctionReadsAndWritesItsKeyAndTheLongFormAnything() {
        List<FieldRule> rules =
                rules(
                                "'transformation':{'created_at':'$format_date','total':{'to':'wei','fn':'$wei_conversion','args':{'decimals':8}}}",
                                "")
                        .of(0, "x")
                        .fields();
        assertThat(rules)
                .extracting(rule -> rule.from() + " " + rule.to() + " " + rule.function())
                .containsExactly("created_at null format_date", "total wei wei_conversion");
        assertThat(rules.getLast().args().values())
                .isEqualTo(java.util.Map.of("decimals", List.of("8")));
    }

    @Test
    void aListedTableMayHaveFieldsOfTheNamesOfTheLongForm() {
        TableRules transfers =
                rules("'transformation':{'transfers':{'from':'sender','to':'receiver'}}", "")
                        .of(0, "public.transfers");
        assertThat(transfers.fields())
                .extracting(rule -> rule.from() + " " + rule.to())
                .containsExactly("from sender", "to receiver");
    }

    @Test
    void anEventBecomesColumns() {
        TableRules rules =
                rules(
                                "'transformation':{'event_to_relational':{'column':'payload','keep':true,'fields':{'user.id':{'to':'user_id','type':'integer'},'amount':'total'}}}",
                                "")
                        .of(0, "x");
        assertThat(rules.fields())
                .extracting(rule -> rule.from() + " " + rule.to() + " " + rule.function())
                .containsExactly(
                        "payload payload null",
                        "payload user_id json_field",
                        "payload total json_field");
    }

    @Test
    void namedFiltersAreLookedUpAndAllEventsIsBuiltIn() {
        ShapeRules rules =
                rules(
                        "'filters':['done','all_events'],'on_leave':'keep'",
                        "'filters':{'done':'status = 1','unused':{'users':'a = 1'}}");
        assertThat(rules.of(0, "public.users").filters())
                .extracting(RowRule::name, RowRule::condition)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("done", "status = 1"));
        assertThat(rules.of(0, "public.users").keepLeaving()).isTrue();
    }

    @Test
    void aMaskOfADestinationGoesBeforeTheOneForAllAndAHashGetsASecret() {
        ShapeRules rules =
                rules(
                        "'data_masking':{'users':{'email':{'mask':'partial','keep':2}}}",
                        "'dataMasking':{'email':'hash','phone':'phone'}");
        assertThat(rules.of(0, "public.users").masks())
                .extracting(NamedRule::field, NamedRule::name)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("email", "partial"),
                        org.assertj.core.groups.Tuple.tuple("phone", "phone"));
        assertThat(rules.secret()).isEqualTo(Secret.of("of the hashes"));
        assertThat(rules.toString()).doesNotContain("of the hashes");
    }

    @Test
    void validationIsUnderstoodInItsObjectAndBesideIt() {
        TableRules.Validation beside =
                rules(
                                "",
                                "'requiredFields':['id'],'formatValidation':true,'skipInvalidRecords':true")
                        .of(0, "x")
                        .validation();
        TableRules.Validation within =
                rules(
                                "",
                                "'validation':{'required_fields':['id'],'format_validation':true,'skip_invalid_records':true}")
                        .of(0, "x")
                        .validation();
        assertThat(beside.mode()).isEqualTo(TableRules.Validation.Mode.SKIP);
        assertThat(beside.formats()).isTrue();
        assertThat(within.checks()).extracting(NamedRule::name).containsExactly("required");
        assertThat(beside.checks()).hasSameSizeAs(within.checks());
    }

    @Test
    void appendOnlyIsAStrategyOrNamesTables() {
        assertThat(
                        rules("", "'conflict_resolution':'append_only'")
                                .of(0, "public.users")
                                .appendOnly())
                .isTrue();
        ShapeRules named = rules("", "'conflict_resolution':{'append_only':['users']}");
        assertThat(named.of(0, "public.users").appendOnly()).isTrue();
        assertThat(named.of(0, "public.transfers").appendOnly()).isFalse();
    }

    @Test
    void eachDestinationMayHaveItsOwnNames() {
        SyncDefinition definition =
                definition(
                        "{'name':'n','source':{'connection':'postgresql://u:p@a/x','tables':['users','transfers']},"
                                + "'destinations':[{'name':'b','connection':'mysql://u:p@b/y','collections':['people','moves']},"
                                + "{'name':'c','connection':'mysql://u:p@c/y'}]}");
        ShapeRules rules = definition.options().shape();
        assertThat(definition.collections()).isEmpty();
        assertThat(rules.collections(0)).containsExactly("people", "moves");
        assertThat(rules.collections(1)).containsExactly("users", "transfers");
    }

    @Test
    void whoAsksForNothingGetsNothing() {
        assertThat(rules("", "")).isEqualTo(ShapeRules.none());
    }

    private static ShapeRules rules(String destination, String top) {
        return definition(
                        "{'name':'n','source':{'connection':'postgresql://u:p@a/x','tables':['users','transfers']},"
                                + "'destination':{'connection':'mysql://u:p@b/y'"
                                + (destination.isEmpty() ? "" : "," + destination)
                                + "}"
                                + (top.isEmpty() ? "" : "," + top)
                                + "}")
                .options()
                .shape();
    }

    private static SyncDefinition definition(String body) {
        Wanted wanted =
                PARSER.parse(JsonMapper.shared().readTree(body.replace('\'', '"')), "sync_1", 1);
        assertThat(wanted).isInstanceOf(Wanted.Good.class);
        return ((Wanted.Good) wanted).definition();
    }
}
