package io.syncline.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.UniqueHolders;
import io.syncline.core.endpoint.UniqueHolders.Held;
import io.syncline.core.endpoint.UniqueHolders.Holder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an endpoint has to do that tells which rows hold values that only one may have. */
public interface UniqueHoldersContract extends GroundUnderTest {
    /**
     * Makes a collection {@code person} with a key {@code id}; a text {@code email} that is unique
     * where it is not null; whole numbers {@code team} and {@code seat}, never null, that are
     * unique together. Its rows are 1, ann@x, 1, 1; 2, bob@x, 1, 2; and 3, null, 2, 1.
     */
    void makePeople() throws Exception;

    /** The name of a person. */
    default RowId person(long id) {
        return RowId.of(ground().named("person"), new Value.Int(id));
    }

    /** A person as a row; without an e-mail, with null for it. */
    static Row row(long id, @Nullable String email, long team, long seat) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("id", new Value.Int(id));
        fields.put("email", email == null ? Value.nothing() : new Value.Text(email));
        fields.put("team", new Value.Int(team));
        fields.put("seat", new Value.Int(seat));
        return Row.of(fields);
    }

    /** Who holds what a row is to have. */
    default Held held(RowId id, Row row) {
        return ((UniqueHolders) ground().endpoint()).held(id, row);
    }

    /** Each row in the way is named, with the fields in which it is. */
    @Test
    default void eachRowInTheWayIsNamedByTheFieldsInWhichTheyMeet() throws Exception {
        makePeople();
        assertThat(held(person(9), row(9, "ann@x", 1, 2)))
                .satisfies(held -> assertThat(held.unasked()).isEmpty())
                .extracting(Held::holders)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .containsExactlyInAnyOrder(
                        new Holder(List.of("email"), person(1)),
                        new Holder(List.of("team", "seat"), person(2)));
    }

    /** A row is not in its own way, and only equal values are. */
    @Test
    default void aRowIsNotInItsOwnWay() throws Exception {
        makePeople();
        assertThat(held(person(1), row(1, "ann@x", 1, 1))).isEqualTo(Held.NOTHING);
        assertThat(held(person(9), row(9, "new@x", 2, 2))).isEqualTo(Held.NOTHING);
        assertThat(held(person(1), row(1, "bob@x", 1, 1)).holders())
                .containsExactly(new Holder(List.of("email"), person(2)));
    }

    /** Nulls are not in each other's way. */
    @Test
    default void nullsDoNotMeet() throws Exception {
        makePeople();
        assertThat(held(person(9), row(9, null, 9, 9))).isEqualTo(Held.NOTHING);
    }

    /** A row that is to get a key that another one has meets that one. */
    @Test
    default void theKeyIsUniqueToo() throws Exception {
        makePeople();
        assertThat(held(person(1), row(2, "ann@x", 1, 1)).holders())
                .containsExactly(new Holder(List.of("id"), person(2)));
    }

    /** Where the row does not tell all, the index is named, and the others are asked. */
    @Test
    default void anIndexOfWhatIsNotToldIsNamed() throws Exception {
        makePeople();
        Row told =
                Row.of(
                        Map.of(
                                "id", new Value.Int(9),
                                "team", new Value.Int(1),
                                "email", new Value.Text("bob@x")));
        Held held = held(person(9), told);
        assertThat(held.unasked()).hasSize(1);
        assertThat(held.holders()).containsExactly(new Holder(List.of("email"), person(2)));
    }
}
