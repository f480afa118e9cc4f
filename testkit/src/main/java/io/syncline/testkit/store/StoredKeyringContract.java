package io.syncline.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.store.Keyring;
import io.syncline.engine.store.Keyring.Entry;
import io.syncline.engine.store.Keyring.Revoked;
import io.syncline.engine.store.Role;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The API keys that a store knows. */
public interface StoredKeyringContract extends StoreUnderTest {
    /** A key of an administrator without an end. */
    private static Entry lasting(String id) {
        return new Entry(id, "Anna", Role.ADMIN, null, 1, null, null, null);
    }

    private static byte[] hash(int last) {
        byte[] hash = new byte[32];
        hash[31] = (byte) last;
        return hash;
    }

    /** A key is kept with everything that is known of it, and found by its id. */
    @Test
    default void aKeyIsKeptAsItWasMade() {
        Keyring ring = store().registry().keyring();
        Entry plain = lasting("a1");
        Entry full =
                new Entry(
                        "A1",
                        "Bèrt 'x'",
                        Role.REVIEWER,
                        "Anna",
                        -7,
                        Long.MAX_VALUE,
                        3L,
                        new Revoked("Anna", 9));
        ring.keep(plain, hash(1));
        ring.keep(full, hash(2));

        assertThat(ring.entry("a1")).isEqualTo(plain);
        assertThat(ring.entry("A1")).isEqualTo(full);
        assertThat(ring.entry("a2")).isNull();
    }

    /** A secret's hash opens its own key and no other. */
    @Test
    default void aHashMatchesItsOwnKey() {
        Keyring ring = store().registry().keyring();
        ring.keep(lasting("a"), hash(1));
        ring.keep(lasting("b"), hash(2));

        assertThat(ring.match("a", hash(1))).isEqualTo(lasting("a"));
        assertThat(ring.match("a", hash(2))).isNull();
        assertThat(ring.match("a", new byte[0])).isNull();
        assertThat(ring.match("c", hash(1))).isNull();
    }

    /** Pages tell every key once, in the order they were made, whatever their ids and clocks. */
    @Test
    default void pagesGoThroughAllKeys() {
        Keyring ring = store().registry().keyring();
        for (String id : List.of("z", "m", "a")) {
            ring.keep(lasting(id), hash(1));
        }

        assertThat(ring.entries("", 2)).extracting(Entry::id).containsExactly("z", "m");
        assertThat(ring.entries("m", 2)).extracting(Entry::id).containsExactly("a");
        assertThat(ring.entries("a", 2)).isEmpty();
        assertThat(ring.entries("nobody", 2)).isEmpty();
    }

    /** The latest use is noted, and an earlier one changes nothing. */
    @Test
    default void theLatestUseIsNoted() {
        Keyring ring = store().registry().keyring();
        ring.keep(lasting("a"), hash(1));
        ring.used("a", 50);
        ring.used("a", 40);
        ring.used("nobody", 60);

        assertThat(Objects.requireNonNull(ring.entry("a")).usedMillis()).isEqualTo(50);
    }

    /** A revoked key stays, is good no more, and is revoked once. */
    @Test
    default void aRevokedKeyStaysAsItWasRevoked() {
        Keyring ring = store().registry().keyring();
        ring.keep(lasting("a"), hash(1));
        ring.keep(new Entry("b", "Bert", Role.VIEWER, "Anna", 2, null, 5L, null), hash(2));

        Entry revoked = Objects.requireNonNull(ring.revoke("b", "Anna", 100));

        assertThat(revoked.revoked()).isEqualTo(new Revoked("Anna", 100));
        assertThat(revoked.usedMillis()).isEqualTo(5);
        assertThat(revoked.good(101)).isFalse();
        assertThat(ring.entry("b")).isEqualTo(revoked);
        assertThat(ring.match("b", hash(2))).isEqualTo(revoked);
        assertThat(ring.revoke("b", "Carl", 200)).isEqualTo(revoked);
        assertThat(ring.revoke("nobody", "Anna", 100)).isNull();
    }

    /** Somebody can always make keys: one who can, and without an end, stays. */
    @Test
    default void theLastLastingKeyStays() {
        Keyring ring = store().registry().keyring();
        ring.keep(lasting("a"), hash(1));
        ring.keep(new Entry("ends", "Anna", Role.ADMIN, null, 1, 99L, null, null), hash(1));
        ring.keep(new Entry("less", "Bert", Role.OPERATOR, null, 1, null, null, null), hash(1));

        assertThat(ring.revoke("a", "Anna", 5)).isNull();
        assertThat(ring.entry("a")).isEqualTo(lasting("a"));
        assertThat(ring.revoke("ends", "Anna", 5)).isNotNull();
        assertThat(ring.revoke("less", "Anna", 5)).isNotNull();
        ring.keep(lasting("b"), hash(1));
        assertThat(ring.revoke("a", "Anna", 5)).isNotNull();
        assertThat(ring.revoke("b", "Anna", 5)).isNull();
    }

    /** Of those who revoke each other at the same time, one stays. */
    @Test
    default void oneStaysOfThoseWhoRevokeEachOther() {
        Keyring ring = store().registry().keyring();
        int count = 4;
        for (int i = 0; i < count; i++) {
            ring.keep(lasting("key" + i), hash(i));
        }
        AtomicInteger next = new AtomicInteger();
        StoreUnderTest.together(
                count,
                () -> {
                    Entry revoked = ring.revoke("key" + next.getAndIncrement(), "Anna", 5);
                    return revoked == null ? "stays" : revoked.id();
                });

        assertThat(ring.entries("", 10).stream().filter(Entry::lasting)).hasSize(1);
    }
}
