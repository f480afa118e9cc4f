package io.syncline.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Secret;
import io.syncline.engine.facing.Convention;
import io.syncline.engine.sync.Connectors;
import io.syncline.server.config.References;
import io.syncline.server.config.SecretPlaces;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Reads how an end's application deletes and locks, in each of its spellings. */
class ConventionsParserTest {
    private final Problems problems = new Problems();

    private List<Convention> read(boolean twoWay, String json) {
        Fields fields =
                Fields.of(JsonMapper.shared().readTree(json.replace('\'', '"')), "/end", problems);
        return new ConventionsParser(twoWay, problems).parse(fields).all();
    }

    @Test
    void aTimeOrAValueOfAllTablesOrOfOne() {
        assertThat(read(true, "{'soft_delete':{'deleted_at':'timestamp'}}"))
                .containsExactly(
                        new Convention.SoftDelete(
                                null, "deleted_at", null, null, "/end/soft_delete/deleted_at"));
        assertThat(read(true, "{'softDelete':{'column':'gone','deleted':true}}"))
                .containsExactly(
                        new Convention.SoftDelete(
                                null, "gone", new Value.Bool(true), null, "/end/softDelete"));
        assertThat(
                        read(
                                true,
                                "{'soft_delete':{'items':{'deletedAt':'timestamp'},"
                                        + "'s.orders':{'column':'state','deleted':'x','live':'y'},"
                                        + "'marks':{'column':'deleted_at'}}}"))
                .containsExactly(
                        new Convention.SoftDelete(
                                "items",
                                "deletedAt",
                                null,
                                null,
                                "/end/soft_delete/items/deletedAt"),
                        new Convention.SoftDelete(
                                "s.orders",
                                "state",
                                new Value.Text("x"),
                                new Value.Text("y"),
                                "/end/soft_delete/s.orders"),
                        new Convention.SoftDelete(
                                "marks", "deleted_at", null, null, "/end/soft_delete/marks"));
        assertThat(problems.none()).isTrue();
    }

    @Test
    void versionsAndWhatAnEndKeepsByTableOrForAll() {
        assertThat(
                        read(
                                true,
                                "{'version_columns':{'orders':'lock_version'},"
                                        + "'side_owned':['rank','orders.notes','s.t.x']}"))
                .containsExactly(
                        new Convention.VersionColumn(
                                "orders", "lock_version", "/end/version_columns/orders"),
                        new Convention.SideOwned(null, "rank", "/end/side_owned/0"),
                        new Convention.SideOwned("orders", "notes", "/end/side_owned/1"),
                        new Convention.SideOwned("s.t", "x", "/end/side_owned/2"));
        assertThat(read(true, "{'version_columns':'v'}"))
                .containsExactly(new Convention.VersionColumn(null, "v", "/end/version_columns"));
        assertThat(problems.none()).isTrue();
    }

    @Test
    void aOneWaySyncHasNothingToExpect() {
        read(false, "{'soft_delete':{'deleted_at':'timestamp'},'side_owned':['rank']}");
        assertThat(problems.all())
                .extracting(each -> each.code() + " " + each.pointer())
                .containsExactly(
                        "IMPOSSIBLE_PAIR /end/soft_delete", "IMPOSSIBLE_PAIR /end/side_owned");
    }

    @Test
    void eachEndOfAStarHasItsOwn() {
        Wanted wanted =
                understood(
                        "{'name':'n','type':'bi_directional','sources':["
                                + "{'name':'one','connection':'postgresql://u:p@a/x',"
                                + "'soft_delete':{'deleted_at':'timestamp'}},"
                                + "{'name':'two','connection':'mysql://u:p@b/y'}],"
                                + "'destination':{'name':'middle',"
                                + "'connection':'postgresql://u:p@c/z','version_columns':'v'}}");
        assertThat(wanted)
                .isInstanceOfSatisfying(
                        Wanted.Good.class,
                        good -> {
                            var ends = good.definition().options().merging().conventions();
                            assertThat(ends.get("one").all()).hasSize(1);
                            assertThat(ends.get("two").all()).isEmpty();
                            assertThat(ends.get("middle").all())
                                    .containsExactly(
                                            new Convention.VersionColumn(
                                                    null, "v", "/destination/version_columns"));
                        });
    }

    private static Wanted understood(String json) {
        SecretPlaces places =
                new SecretPlaces(_ -> null, SecretPlaces.STANDARD_FOLDER, Path.of("data"));
        return new SyncParser(Connectors.installed(), new References(places), () -> Secret.of("s"))
                .parse(JsonMapper.shared().readTree(json.replace('\'', '"')), "sync_x", 0);
    }
}
