package io.syncline.server.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Secret;
import io.syncline.store.KeyRotation;
import io.syncline.store.MasterKey;
import io.syncline.store.MasterKeys;
import io.syncline.store.PostgresStore;
import io.syncline.store.StoreSettings;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import io.syncline.testkit.store.StoreSamples;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The command {@code keys rotate}, killed after each of its steps. */
class RotationKillTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final FreshDatabase DATABASE = Services.postgres(18).freshDatabase();
    private static final Path DATA = Services.folder("rotation");
    private static String apiKey;

    @BeforeAll
    static void fill() {
        try (PostgresStore store = open(keys())) {
            StoreSamples.fill(store, "sync_a");
            apiKey = store.apiKeys().create("Anna", 1).reveal();
        }
    }

    @ParameterizedTest
    @EnumSource(KeyRotation.Step.class)
    void aKillLeavesAStoreThatOpensWithExactlyOneKeyAndTheNextRotationFinishes(
            KeyRotation.Step step) throws Exception {
        MasterKey before = keys().current();

        killedAfter(step);

        awaitFree(before);
        boolean committed = step.compareTo(KeyRotation.Step.COMMITTED) >= 0;
        assertThat(opens(before)).isEqualTo(!committed);
        MasterKey other = other(keys(), before);
        assertThat(other != null && opens(other)).isEqualTo(committed);
        if (step != KeyRotation.Step.COMMITTED) {
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            int status =
                    new Upkeep(new PrintStream(said), new PrintStream(said))
                            .rotateKeys(arguments());
            assertThat(status).as(said.toString()).isZero();
        }
        // A start finds its way by itself, and nothing is lost.
        try (PostgresStore store = open(keys())) {
            assertThat(store.sync("sync_a").definition())
                    .isEqualTo(StoreSamples.definition("sync_a"));
            assertThat(store.apiKeys().check(apiKey, 1).name()).isEqualTo("Anna");
        }
        assertThat(keys().current().id()).isNotEqualTo(before.id());
        assertThat(keys().next()).isNull();
    }

    /** The key at hand that is not this one; null if there is none. */
    private static @Nullable MasterKey other(MasterKeys keys, MasterKey before) {
        return keys.current().id().equals(before.id()) ? keys.next() : keys.current();
    }

    /** Its session at the database ends a moment later, and the lock with it. */
    private static void awaitFree(MasterKey key) {
        long end = System.nanoTime() + 10_000_000_000L;
        while (true) {
            try {
                open(MasterKeys.of(key)).close();
                return;
            } catch (EndpointException e) {
                if (e.code() != Code.STORE_IN_USE) {
                    return;
                }
                assertThat(System.nanoTime()).isLessThan(end);
            }
        }
    }

    private static boolean opens(MasterKey key) {
        try {
            open(MasterKeys.of(key)).close();
            return true;
        } catch (EndpointException e) {
            assertThat(e.code()).isEqualTo(Code.WRONG_MASTER_KEY);
            return false;
        }
    }

    private static void killedAfter(KeyRotation.Step step)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.addAll(List.of(RotateAndStop.class.getName(), step.name()));
        command.addAll(arguments());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            StringBuilder said = new StringBuilder();
            BufferedReader lines = process.inputReader();
            String line = lines.readLine();
            while (line != null && !line.equals(RotateAndStop.STANDS)) {
                said.append(line).append('\n');
                line = lines.readLine();
            }
            assertThat(line).as(said.toString()).isNotNull();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static List<String> arguments() {
        return List.of("--data", DATA.toString(), "--store", DATABASE.uri());
    }

    private static MasterKeys keys() {
        return MasterKeys.find(Map.of(), DATA, RANDOM);
    }

    private static PostgresStore open(MasterKeys keys) {
        return PostgresStore.open(
                StoreSettings.of(
                        DATABASE.jdbcUrl(), DATABASE.user(), Secret.of(DATABASE.password())),
                keys,
                RANDOM);
    }
}
