package io.syncline.store;

import io.syncline.core.merge.Definition;
import io.syncline.core.merge.Strategies;
import io.syncline.engine.sync.Merging;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How it rests what a sync says of the merging of rows. Pure. */
final class MergingText {
    private MergingText() {}

    static Map<String, @Nullable Object> write(Merging merging) {
        Map<String, Object> collections = new TreeMap<>();
        merging.collections().forEach((name, own) -> collections.put(name, own.tree()));
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("standard", merging.standard().tree());
        json.put("collections", collections);
        json.put("initial", merging.initial().name());
        json.put("newestBy", merging.newestBy());
        json.put("rounding", merging.rounding());
        json.put("ranking", merging.ranking());
        json.put("review", ReviewText.terms(merging.review()));
        json.put("conventions", ConventionsText.write(merging.conventions()));
        json.put("links", LinkText.write(merging.links()));
        return json;
    }

    /** Definitions of before there were two-way syncs have none. */
    static Merging read(@Nullable Object json) {
        if (!(json instanceof Map<?, ?> members)) {
            return Merging.asking();
        }
        Part part = new Part(members);
        // Definitions of before there were stars rank nobody.
        List<String> ranking = members.containsKey("ranking") ? part.texts("ranking") : List.of();
        Strategies strategies = Strategies.standard().ranking(ranking);
        Map<String, Definition> collections = new TreeMap<>();
        part.part("collections")
                .members()
                .forEach(
                        (name, tree) ->
                                collections.put((String) name, strategies.definition(tree)));
        return new Merging(
                strategies.definition(part.part("standard").members()),
                collections,
                Merging.Initial.valueOf(part.text("initial")),
                (String) members.get("newestBy"),
                part.kept("rounding", Boolean.class),
                ranking,
                ReviewText.terms(members.get("review")),
                ConventionsText.read(members.get("conventions")),
                LinkText.read(members.get("links")));
    }
}
