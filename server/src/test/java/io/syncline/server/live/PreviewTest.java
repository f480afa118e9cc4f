package io.syncline.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a preview shows, and that it leaves no trace. */
class PreviewTest {
    private static final String PATH = "/api/v1/sync/preview";

    @Test
    void sampleRowsAreShownAsEachDestinationWouldHaveThem() throws Exception {
        LiveServer server = LiveServer.shared();
        List<String> before = Dump.of(server.store);
        JsonNode shown =
                server.call(
                        "POST",
                        PATH,
                        "{'source':{'tables':['users'],'filters':{'users':'age >= 18'}},"
                                + "'destinations':[{'name':'open','transformation':{'users':{'email':'mail','phone':'$normalize_phone'}}},"
                                + "{'name':'shy','data_masking':{'email':'email','phone':{'mask':'phone'}}}],"
                                + "'validation':{'format_validation':{'email':'email'}},"
                                + "'layouts':{'users':{'key':['id'],'fields':{'id':'integer','email':'text','age':'integer','phone':'text'}}},"
                                + "'rows':[{'id':1,'email':'anna@example.com','age':30,'phone':'+43 660 1234567'},"
                                + "{'id':2,'email':'top secret','age':30,'phone':'+436601234567'},{'id':3,'age':7}]}",
                        200);
        assertThat(shown.at("/destinations/0/tables/0/rows/0/row/mail").stringValue())
                .isEqualTo("anna@example.com");
        assertThat(shown.at("/destinations/0/tables/0/rows/0/row/phone").stringValue())
                .isEqualTo("+436601234567");
        assertThat(shown.at("/destinations/0/tables/0/shape").toString())
                .contains("email -> mail", "phone by $normalize_phone (one way)");
        JsonNode shy = shown.at("/destinations/1/tables/0");
        assertThat(shy.at("/rows/0/row/email").stringValue()).isEqualTo("a***@example.com");
        assertThat(shy.at("/rows/1/outcome").stringValue()).isEqualTo("parked");
        assertThat(shy.at("/rows/1/code").stringValue()).isEqualTo("SYN-5022");
        assertThat(shy.at("/rows/2/outcome").stringValue()).isEqualTo("left_out");
        assertThat(shy.toString()).doesNotContain("anna@", "top secret", "1234567");
        assertThat(Dump.of(server.store)).isEqualTo(before);
    }

    @Test
    void theSourceIsAskedWhereNoLayoutIsGivenAndNothingIsWrittenThere() throws Exception {
        LiveServer server = LiveServer.shared();
        Pair pair = Pair.ofUsers(1);
        List<List<String>> before = List.of(Dump.of(pair.source()), Dump.of(pair.target()));
        JsonNode shown =
                server.call(
                        "POST",
                        PATH,
                        pair.body(
                                "look",
                                ",'data_masking':{'name':'hash'},'rows':{'users':[{'id':1,'name':'Anna'}]}"),
                        200);
        assertThat(shown.at("/destinations/0/tables/0/rows/0/row/name").stringValue())
                .matches("[0-9a-f]{64}");
        assertThat(List.of(Dump.of(pair.source()), Dump.of(pair.target()))).isEqualTo(before);
    }

    @Test
    void everythingWrongIsToldAtOnce() throws Exception {
        LiveServer server = LiveServer.shared();
        JsonNode told =
                server.call(
                        "POST",
                        PATH,
                        "{'source':{'tables':['users'],'filters':{'users':'size > 3'}},"
                                + "'destination':{'transformation':{'users':{'id':'$format_date','emial':'x','age':'email'}}},"
                                + "'dataMasking':{'id':'redact','email':'blur','age':'email'},"
                                + "'layouts':{'users':{'key':['id'],'fields':{'id':'integer','email':'text','age':'integer'}}},"
                                + "'rows':[{'id':'one','ghost':1}]}",
                        422);
        List<String> said = new ArrayList<>();
        told.get("errors")
                .forEach(
                        error ->
                                said.add(
                                        error.get("name").stringValue()
                                                + " "
                                                + error.get("pointer").stringValue()));
        assertThat(said)
                .contains(
                        "WRONG_FIELD_TYPE /destination/transformation/users/id",
                        "KEY_RULE /destination/transformation/users/id",
                        "UNKNOWN_FIELD /destination/transformation/users/emial",
                        "FIELD_TWICE /destination/transformation/users/age",
                        "UNKNOWN_MASK /dataMasking/email",
                        "WRONG_FIELD_TYPE /dataMasking/age",
                        "BAD_CONDITION /source/filters/users",
                        "WRONG_TYPE /rows/0/id",
                        "UNKNOWN_FIELD /rows/0/ghost");
        assertThat(
                        server.call("POST", PATH, "{'rows':[],'layouts':{'a':{},'b':7}}", 422)
                                .get("errors"))
                .hasSizeGreaterThan(3);
    }
}
