package io.syncline.server.api;

import io.syncline.server.api.WrongBodies.Wrong;
import java.util.List;

/** Wrong bodies of syncs with several sources, and all that must be said of each. */
final class WrongStars {
    private static final String ONE = "'name':'one','connection':'postgresql://u:hunter2@a/x'";
    private static final String TWO = "'name':'two','connection':'mysql://u:hunter2@b/y'";
    private static final String MIDDLE =
            "'name':'middle','connection':'postgresql://u:hunter2@c/z'";

    private WrongStars() {}

    private static Wrong star(String sources, String keys, String... problems) {
        return new Wrong(
                "{'name':'n','type':'bi_directional','sources':[%s],'destination':{%s}%s}"
                        .formatted(sources, MIDDLE, keys),
                List.of(problems));
    }

    private static String sources(String one, String two) {
        return "{%s%s},{%s%s}".formatted(ONE, one, TWO, two);
    }

    static List<Wrong> all() {
        return List.of(
                star("", "", "OUT_OF_RANGE /sources"),
                star(
                        sources(",'priority':1", ",'priority':1").replace("'two'", "'one'"),
                        ",'source':{%s}".formatted(ONE),
                        "BAD_NAME /sources/1/name",
                        "IMPOSSIBLE_PAIR /source",
                        "IMPOSSIBLE_PAIR /sources/1/priority"),
                star(
                        sources(",'priority':0", ",'filters':{'t':'a = 1'}"),
                        ",'initial_load':'a_wins','conflict_resolution':'priority_based'",
                        "CONFLICT_RULE /conflict_resolution/order",
                        "IMPOSSIBLE_PAIR /initial_load",
                        "NOT_BUILT /sources/1/filters",
                        "OUT_OF_RANGE /sources/0/priority"),
                star(
                        sources("", "") + ",{'connection':'postgresql://u:hunter2@c/z'}",
                        "",
                        "SAME_PLACE /sources/2"),
                star(
                        sources(
                                ",'soft_delete':{'deleted_at':'now'},'version_columns':7",
                                ",'soft_delete':{'t':{'column':'c','deleted':[],'dead':1}}"
                                        + ",'version_columns':{'t':{}},'side_owned':'x'"),
                        "",
                        "UNKNOWN_WORD /sources/0/soft_delete/deleted_at",
                        "WRONG_TYPE /sources/0/version_columns",
                        "WRONG_TYPE /sources/1/soft_delete/t/deleted",
                        "UNKNOWN_KEY /sources/1/soft_delete/t/dead",
                        "WRONG_TYPE /sources/1/version_columns/t",
                        "WRONG_TYPE /sources/1/side_owned"),
                star(
                        "{%s,'tables':['a','b'],'collections':['c']},{%s,'schema':'s'},{}"
                                .formatted(ONE, TWO),
                        "",
                        "PAIRING /sources/0/collections",
                        "IMPOSSIBLE_PAIR /sources/1/schema",
                        "UNKNOWN_KEY /sources/1/schema",
                        "MISSING_KEY /sources/2/connection"),
                new Wrong(
                        "{'name':'n','sources':[%s],'destinations':[{%s},{%s}]}"
                                .formatted(sources("", ""), MIDDLE, MIDDLE),
                        List.of("IMPOSSIBLE_PAIR /sources", "IMPOSSIBLE_PAIR /destinations/1")),
                new Wrong(
                        "{'name':'n','type':'bi_directional','sources':'all','destination':{%s}}"
                                .formatted(MIDDLE),
                        List.of("WRONG_TYPE /sources")));
    }
}
