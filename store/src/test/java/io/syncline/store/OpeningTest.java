package io.syncline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Secret;
import io.syncline.testkit.store.StoreSamples;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class OpeningTest {
    private final Place place = Place.fresh();

    @Test
    void aStoreOpenedAgainHasWhatItHad() {
        try (PostgresStore store = place.open()) {
            StoreSamples.fill(store, "sync_a");
        }
        try (PostgresStore store = place.open()) {
            assertThat(store.sync("sync_a").definition())
                    .isEqualTo(StoreSamples.definition("sync_a"));
        }
    }

    @Test
    void aStoreOfALaterVersionIsRefusedUntouched() {
        place.open().close();
        place.run(
                "INSERT INTO syncline.schema_history SELECT installed_rank + 1, '9999', 'later',"
                        + " type, 'V9999__later.sql', 1, installed_by, now(), 1, true FROM"
                        + " syncline.schema_history ORDER BY installed_rank DESC LIMIT 1");

        refused(Kind.MISCONFIGURED, Code.STORE_TOO_NEW, place::open);
    }

    @Test
    void aStoreInUseIsRefusedUntilItIsClosed() {
        try (PostgresStore first = place.open()) {
            refused(Kind.MISCONFIGURED, Code.STORE_IN_USE, place::open);
            assertThat(first.syncs()).isEmpty();
        }
        place.open().close();
    }

    @Test
    void aLockThatWasLostIsTakenAgainUnlessAnotherServerHasIt() {
        try (PostgresStore first = place.open()) {
            first.add(StoreSamples.definition("sync_a"));
            loseTheLock();
            first.takeOver("sync_a");
            refused(Kind.MISCONFIGURED, Code.STORE_IN_USE, place::open);

            loseTheLock();
            try (PostgresStore second = place.open()) {
                refused(Kind.MISCONFIGURED, Code.STORE_IN_USE, () -> first.takeOver("sync_a"));
                assertThat(second.takeOver("sync_a").term()).isEqualTo(2);
            }
        }
    }

    private void loseTheLock() {
        place.run(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory'"
                        + " AND database = (SELECT oid FROM pg_database WHERE datname ="
                        + " current_database())");
    }

    @Test
    void theAddresssParametersReachTheDriver() {
        StoreSettings good = place.settings();

        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(
                        () ->
                                PostgresStore.open(
                                        StoreSettings.of(
                                                good.jdbcUrl() + "?sslmode=require",
                                                good.user(),
                                                good.password()),
                                        Place.KEY,
                                        Place.RANDOM))
                .withStackTraceContaining("SSL");
    }

    @Test
    void anotherMasterKeyIsRefused() {
        place.open().close();

        refused(
                Kind.MISCONFIGURED,
                Code.WRONG_MASTER_KEY,
                () -> PostgresStore.open(place.settings(), Place.OTHER_KEY, Place.RANDOM));
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsWeather() {
        StoreSettings nowhere =
                StoreSettings.of("jdbc:postgresql://127.0.0.1:1/x", "u", Secret.of("p"));

        refused(
                Kind.TRANSIENT,
                Code.STORE_UNREACHABLE,
                () -> PostgresStore.open(nowhere, Place.KEY, Place.RANDOM));
    }

    @Test
    void aWrongPasswordOrDatabaseIsForAPerson() {
        StoreSettings good = place.settings();

        refused(
                Kind.MISCONFIGURED,
                Code.LOGIN_REFUSED,
                () ->
                        PostgresStore.open(
                                StoreSettings.of(good.jdbcUrl(), good.user(), Secret.of("wrong")),
                                Place.KEY,
                                Place.RANDOM));
        refused(
                Kind.MISCONFIGURED,
                Code.UNKNOWN_DATABASE,
                () ->
                        PostgresStore.open(
                                StoreSettings.of(
                                        good.jdbcUrl() + "_not", good.user(), good.password()),
                                Place.KEY,
                                Place.RANDOM));
    }

    @Test
    void settingsDoNotPrintTheirPassword() {
        StoreSettings settings =
                StoreSettings.of(
                        "jdbc:postgresql://h/d?password=hunter2", "u", Secret.of("hunter3"));

        assertThat(settings.toString()).contains("h/d").doesNotContain("hunter");
    }

    private static void refused(Kind kind, Code code, ThrowingCallable call) {
        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
