package io.syncline.connector.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.changestream.TruncatedArray;
import com.mongodb.client.model.changestream.UpdateDescription;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class PathsTest {
    /** A dot leads into a field, unless the server says that it is a part of the name. */
    @Test
    void aDotLeadsIntoAFieldOrIsPartOfItsName() {
        Paths paths =
                new Paths(
                        new UpdateDescription(
                                List.of("gone.x"),
                                BsonDocument.parse("{'a.b': 1, 'c.d': 2, 'e': 3}"),
                                List.of(new TruncatedArray("list.0", 1)),
                                BsonDocument.parse("{'a.b': ['a.b'], 'c.d': ['c', 'd']}")));
        assertThat(paths.field("a.b")).isEqualTo("a.b");
        assertThat(paths.whole("a.b")).isTrue();
        assertThat(paths.field("c.d")).isEqualTo("c");
        assertThat(paths.whole("c.d")).isFalse();
        assertThat(paths.whole("e")).isTrue();
        assertThat(paths.field(paths.removed().getFirst())).isEqualTo("gone");
        assertThat(paths.truncated()).containsExactly("list");
    }
}
