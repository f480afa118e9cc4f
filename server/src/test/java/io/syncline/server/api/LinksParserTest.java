package io.syncline.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.facing.LinkTerms;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads which rows both ends number, in each of its spellings. */
class LinksParserTest {
    private final Problems problems = new Problems();

    private LinkTerms read(String json) {
        String body = "{'linked_keys':" + json + "}";
        Fields fields =
                Fields.of(JsonMapper.shared().readTree(body.replace('\'', '"')), "", problems);
        return new LinksParser(false, problems).parse(fields);
    }

    private List<String> wrong(String json) {
        read(json);
        return problems.all().stream().map(each -> each.code() + " " + each.pointer()).toList();
    }

    @Test
    void aListOfTablesIsEnough() {
        assertThat(read("['customers','s.orders']"))
                .isEqualTo(
                        new LinkTerms(
                                List.of(
                                        new LinkTerms.Table(
                                                "customers", List.of(), "/linked_keys/0"),
                                        new LinkTerms.Table(
                                                "s.orders", List.of(), "/linked_keys/1")),
                                List.of()));
        assertThat(problems.none()).isTrue();
    }

    @Test
    void tablesMaySayWhichRowsAreTheSameOnesAndFieldsMayReferToThem() {
        LinkTerms terms =
                read(
                        "{'tables':{'customers':{'match':'email'},'orders':{},"
                                + "'items':{'match':['shop','nr']}},"
                                + "'references':{'s.lines.order_id':'orders'}}");

        assertThat(problems.none()).isTrue();
        assertThat(terms.tables())
                .extracting(each -> each.name() + each.match())
                .containsExactly("customers[email]", "orders[]", "items[shop, nr]");
        assertThat(terms.references())
                .containsExactly(
                        new LinkTerms.Reference(
                                "s.lines",
                                "order_id",
                                "orders",
                                "/linked_keys/references/s.lines.order_id"));
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        LinksParser.show(shown, terms);
        assertThat(read(shown.get("linked_keys").toString())).isEqualTo(terms);
    }

    @Test
    void whatIsWrongIsSaidWithItsPlace() {
        assertThat(
                        wrong(
                                "{'tables':{'a':{'match':7,'by':'x'},'b':3},"
                                        + "'references':{'c':'a','d.e':1,'f.':'a'},'more':1}"))
                .containsExactlyInAnyOrder(
                        "WRONG_TYPE /linked_keys/tables/a/match",
                        "UNKNOWN_KEY /linked_keys/tables/a/by",
                        "WRONG_TYPE /linked_keys/tables/b",
                        "BAD_NAME /linked_keys/references/c",
                        "WRONG_TYPE /linked_keys/references/d.e",
                        "BAD_NAME /linked_keys/references/f.",
                        "UNKNOWN_KEY /linked_keys/more");
    }

    @Test
    void withoutATableNothingIsLinked() {
        assertThat(wrong("{'references':{'a.b':'c'}}"))
                .containsExactly("MISSING_KEY /linked_keys/tables");
    }

    @Test
    void anotherKindOfValueIsNone() {
        assertThat(wrong("'customers'")).containsExactly("WRONG_TYPE /linked_keys");
    }
}
