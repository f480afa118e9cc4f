package io.syncline.server.api;

import io.syncline.server.api.WrongBodies.Wrong;
import java.util.List;

/** Wrong bodies of merges of several sources, and all that must be said of each. */
final class WrongMerges {
    private static final String ONE =
            "'name':'one','connection':'postgresql://u:hunter2@a/x','tables':['items','stock']";
    private static final String TWO =
            "'name':'two','connection':'mysql://u:hunter2@b/y','tables':['items','sales']";
    private static final String TO = "'name':'to','connection':'postgresql://u:hunter2@c/z'";

    private WrongMerges() {}

    private static Wrong merge(String one, String two, String keys, String... problems) {
        return new Wrong(
                "{'name':'n','type':'merge','sources':[{%s%s},{%s%s}],'destination':{%s}%s}"
                        .formatted(ONE, one, TWO, two, TO, keys),
                List.of(problems));
    }

    static List<Wrong> all() {
        return List.of(
                new Wrong(
                        "{'name':'n','type':'merge','mode':'bi_directional','sources':[{%s}],"
                                        .formatted(ONE)
                                + "'destination':{%s}}".formatted(TO),
                        List.of("IMPOSSIBLE_PAIR /mode")),
                new Wrong(
                        "{'name':'n','type':'merge','source':{%s},'destination':{%s}}"
                                .formatted(ONE, TO),
                        List.of("MISSING_KEY /sources")),
                new Wrong(
                        "{'name':'n','type':'merge','sources':[{%s}],'destination':{%s}}"
                                .formatted(ONE, TO),
                        List.of("OUT_OF_RANGE /sources")),
                merge("", "", "", "PAIRING /sources/0/tables/1", "PAIRING /sources/1/tables/1"),
                merge(
                        ",'filters':{'sales':'a = 1'}",
                        ",'collections':['items','stock']",
                        ",'collections':{'x':{'three':'t','two':'items'},'y':{'one':7}}",
                        "PAIRING /collections",
                        "UNKNOWN_COLLECTION /sources/0/filters/sales",
                        "UNKNOWN_WORD /collections/x/three",
                        "WRONG_TYPE /collections/y/one"),
                merge(
                        "",
                        ",'collections':['items','stock']",
                        ",'existing_data':'fill','schema_changes':'pause','apply':'transactional',"
                                + "'initial_load':'union','conflict_resolution':{"
                                + "'strategy':'highest_wins','customRules':{'a':'sum'},"
                                + "'verificationRequired':false,'multiSourceConfirmation':3}",
                        "IMPOSSIBLE_PAIR /apply",
                        "IMPOSSIBLE_PAIR /conflict_resolution/verificationRequired",
                        "IMPOSSIBLE_PAIR /existing_data",
                        "IMPOSSIBLE_PAIR /initial_load",
                        "IMPOSSIBLE_PAIR /schema_changes",
                        "NOT_BUILT /conflict_resolution/customRules",
                        "NOT_BUILT /conflict_resolution/strategy",
                        "OUT_OF_RANGE /conflict_resolution/multiSourceConfirmation"),
                new Wrong(
                        "{'name':'n','type':'bi_directional','sources':[{%s},{%s}],"
                                        .formatted(ONE, TWO)
                                + "'destination':{%s,'origin_columns':true}}".formatted(TO),
                        List.of("IMPOSSIBLE_PAIR /destination/origin_columns")));
    }
}
