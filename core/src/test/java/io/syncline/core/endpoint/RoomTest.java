package io.syncline.core.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The memory for what waits. */
class RoomTest {
    private static final int MB = 1 << 20;

    private final Room room = new Room(64 * MB);

    @Test
    void oneHolderHasItsMostAndNoMore() {
        Room.Place place = room.place(32 * MB);

        place.hold(31 * MB);

        assertThat(place.full(MB)).isFalse();
        assertThat(place.full(MB + 1)).isTrue();
    }

    @Test
    void fiftyThatAllWantTheirMostHoldNoMoreThanThereIs() {
        List<Room.Place> places = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            places.add(room.place(32 * MB));
        }

        long[] held = new long[50];
        for (int turn = 0; turn < 40; turn++) {
            for (int i = 0; i < 50; i++) {
                if (!places.get(i).full(MB)) {
                    held[i] += MB;
                    places.get(i).hold(held[i]);
                }
            }
        }

        assertThat(room.held()).isEqualTo(64 * MB);
    }

    @Test
    void whoeverHoldsLittleGetsOnThoughTheOthersHoldAll() {
        Room.Place greedy = room.place(200 * MB);
        Room.Place modest = room.place(32 * MB);
        greedy.hold(100 * MB);

        assertThat(greedy.full(0)).isTrue();
        assertThat(modest.full(200 << 10)).isFalse();
        modest.hold(200 << 10);
        assertThat(modest.full(100 << 10)).isTrue();
    }

    @Test
    void whatIsGivenBackIsThereForTheOthers() {
        Room.Place gone = room.place(64 * MB);
        Room.Place other = room.place(64 * MB);
        gone.hold(64 * MB);
        assertThat(other.full(MB)).isTrue();

        gone.close();

        assertThat(other.full(MB)).isFalse();
        assertThat(room.held()).isZero();
    }
}
