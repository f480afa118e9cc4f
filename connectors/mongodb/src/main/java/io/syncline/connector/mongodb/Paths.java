package io.syncline.connector.mongodb;

import com.mongodb.client.model.changestream.TruncatedArray;
import com.mongodb.client.model.changestream.UpdateDescription;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The paths of an update's description. A path with dots leads into a part of a field, unless the
 * server says that the field itself has dots in its name.
 */
final class Paths {
    private final UpdateDescription description;
    private final @Nullable BsonDocument disambiguated;

    Paths(UpdateDescription description) {
        this.description = description;
        this.disambiguated = description.getDisambiguatedPaths();
    }

    /** The field of the document that a path begins with. */
    String field(String path) {
        BsonValue steps = disambiguated == null ? null : disambiguated.get(path);
        if (steps != null && steps.isArray() && steps.asArray().getFirst().isString()) {
            return steps.asArray().getFirst().asString().getValue();
        }
        int dot = path.indexOf('.');
        return dot < 0 ? path : path.substring(0, dot);
    }

    /** Whether a path is a field and no part of one. */
    boolean whole(String path) {
        return field(path).equals(path);
    }

    List<String> removed() {
        List<String> removed = description.getRemovedFields();
        return removed == null ? List.of() : removed;
    }

    /** The fields in which arrays were cut. */
    List<String> truncated() {
        List<String> fields = new ArrayList<>();
        List<TruncatedArray> truncated = description.getTruncatedArrays();
        if (truncated != null) {
            truncated.forEach(each -> fields.add(field(each.getField())));
        }
        return fields;
    }
}
