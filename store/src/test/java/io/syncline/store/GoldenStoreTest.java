package io.syncline.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Value;
import io.syncline.core.merge.Which;
import io.syncline.engine.store.Keyring;
import io.syncline.engine.store.MemoryStore;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import io.syncline.testkit.store.PairSamples;
import io.syncline.testkit.store.ReviewSamples;
import io.syncline.testkit.store.StoreSamples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an earlier version has kept, every later one reads. */
class GoldenStoreTest {
    /**
     * Each migration and the SHA-256 of its text. A line is added with each new migration, and none
     * is ever changed: somebody's store was made by it.
     */
    private static final Map<String, String> MIGRATIONS =
            inOrder(
                    Map.ofEntries(
                            Map.entry(
                                    "V1__first.sql",
                                    "4889c3000bdaf6da44d05b1b27c2f442069ed12fb900a55f6ff7bb6a6332781d"),
                            Map.entry(
                                    "V2__agreed.sql",
                                    "1e086272a542dd60fda1e9fc9381753ae5444dd75915c292d38d3fa41c0aa346"),
                            Map.entry(
                                    "V3__flow_notes.sql",
                                    "c219babfae1b4855f0e5fb3e2de04b3506b7e9ce71ae7f29c17b8feabdf1c432"),
                            Map.entry(
                                    "V4__upkeep.sql",
                                    "b4400910d25c83060713dcca575a82995fdf089d80a559b465cfe032adfbf120"),
                            Map.entry(
                                    "V5__registry.sql",
                                    "9f956d16a2834c1a849481a45dd358e854857c875afd2cee3ba31c509bae7fbf"),
                            Map.entry(
                                    "V6__pairs.sql",
                                    "09226cbd7e9ec01bdbc3b8648796b137e2c8f67549dfe1024c0081ffae51a431"),
                            Map.entry(
                                    "V7__named_keys.sql",
                                    "f6040eb975e59f0e93491193c43263f4ce65bd9ef29cc4e5ac9171190e0ed460"),
                            Map.entry(
                                    "V8__reviews.sql",
                                    "f8b9692dc9d68c579d24d9c2b88dd852eb3589d2a22f2b7ef161b643dcc7f4ff"),
                            Map.entry(
                                    "V9__way_back.sql",
                                    "4dbb032a3424ef977ee45ac6d78555fd7db054d1302fd44aed7eb8791f687822"),
                            Map.entry(
                                    "V10__links.sql",
                                    "efebe68c5b08ebad757ef13d23c99c117c76bdab6e2804fbb018d8c20a054096"),
                            Map.entry(
                                    "V11__settled_rounds.sql",
                                    "2bef79ef76554d24583484426ad71ed38866e328795fd068aaad1f7658fa8be8")));

    /** Folder and version to write a new golden store. */
    private static final String WRITE = "syncline.golden.write";

    private static Map<String, String> inOrder(Map<String, String> all) {
        Map<String, String> sorted =
                new TreeMap<>(
                        Comparator.comparingInt(
                                name -> Integer.parseInt(name.substring(1, name.indexOf('_')))));
        sorted.putAll(all);
        return sorted;
    }

    @Test
    void aReleasedMigrationIsNeverChanged() throws Exception {
        Map<String, String> found = new TreeMap<>();
        Path folder =
                Path.of(
                        GoldenStore.class
                                .getResource("/io/syncline/store/migrations/V1__first.sql")
                                .toURI());
        try (var files = Files.list(folder.getParent())) {
            for (Path file : files.toList()) {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
                found.put(file.getFileName().toString(), HexFormat.of().formatHex(hash));
            }
        }

        assertThat(found).isEqualTo(MIGRATIONS);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
    void aStoreOfEveryVersionIsReadAsItWasWritten(int version) throws SQLException {
        GoldenStore golden = new GoldenStore(version);
        Place place = Place.fresh();
        place.run(golden.text());
        assertThat(emptyTables(place)).isEmpty();
        Store meant = new MemoryStore();
        GoldenStore.fill(meant);

        try (PostgresStore store = place.open()) {
            assertThat(everything(store)).isEqualTo(everything(meant));
            // Earlier stores knew nothing of it.
            assertThat(store.agreed("flow_sync_a_1"))
                    .isEqualTo(version < 2 ? Map.of() : meant.agreed("flow_sync_a_1"));
            assertThat(store.registry().endpoints())
                    .isEqualTo(version < 5 ? List.of() : meant.registry().endpoints());
            assertThat(store.registry().left())
                    .isEqualTo(version < 5 ? List.of() : meant.registry().left());
            assertThat(PairSamples.everything(store, "flow_sync_a"))
                    .isEqualTo(
                            PairSamples.everything(
                                    version < 6 ? new MemoryStore() : meant, "flow_sync_a"));
            Keyring.Entry anna = store.apiKeys().check(golden.apiKey(), 1);
            assertThat(anna.name()).isEqualTo("Anna");
            assertThat(anna.lasting()).isTrue();
            List<Keyring.Entry> others = new ArrayList<>(store.registry().keyring().entries("", 9));
            others.removeIf(key -> key.id().equals(anna.id()));
            assertThat(others)
                    .isEqualTo(version < 7 ? List.of() : meant.registry().keyring().entries("", 9));
            assertThat(ReviewSamples.everything(store, "flow_sync_a_1"))
                    .isEqualTo(
                            ReviewSamples.everything(
                                    version < 8 ? new MemoryStore() : meant, "flow_sync_a_1"));
            assertThat(links(store)).isEqualTo(version < 10 ? Map.of() : GoldenStore.LINKS);
            assertThat(goingOn(store)).isEqualTo(goingOn(meant));
        }
    }

    private static Map<Value, Value> links(Store store) {
        return store.pairs()
                .links()
                .find("flow_sync_a_1", "public.no key", Which.OURS, GoldenStore.LINKS.keySet());
    }

    @Test
    void everyVersionHasAGoldenStore() throws IOException {
        int version = MIGRATIONS.size();
        String folder = System.getProperty(WRITE);
        if (folder != null) {
            write(Path.of(folder), version);
        }

        assertThat(new GoldenStore(version).text()).contains(MIGRATIONS.keySet());
    }

    private static void write(Path folder, int version) throws IOException {
        Place place = Place.fresh();
        try (PostgresStore store = place.open();
                Connection connection = place.database().connect()) {
            GoldenStore.fill(store);
            String key = store.apiKeys().create("Anna", 1).reveal();
            String text = GoldenStore.written(connection, List.copyOf(MIGRATIONS.keySet()), key);
            Files.writeString(
                    folder.resolve("store-v" + version + ".sql"), text, StandardCharsets.UTF_8);
        } catch (SQLException e) {
            throw new AssertionError("The golden store was not written", e);
        }
    }

    private static List<Object> everything(Store store) {
        return List.of(
                store.syncs(),
                store.executions("sync_a", 10),
                store.executions("sync_b", 10),
                store.progress("flow_sync_a"),
                store.progress("flow_sync_a_1"),
                store.parked("sync_a", 0, 10),
                store.parkedRows("flow_sync_a"),
                store.parkedRows("flow_sync_a_1"),
                store.events(null, 0, 100));
    }

    /** What a store answers to those who go on with it: every counter stands where it stood. */
    private static List<Object> goingOn(Store store) {
        Owner owner = store.takeOver("sync_a");
        long epoch = store.nextEpoch(owner, "flow_sync_a");
        return List.of(
                owner,
                epoch,
                store.nextEpoch(owner, "flow_sync_a_1"),
                store.park(epoch, StoreSamples.parked("sync_a", "flow_sync_a", 9, "new")),
                store.park(epoch, StoreSamples.parked("sync_a", "flow_sync_a", 1, "folded")),
                store.append("sync_a", "e", 1, Map.of()));
    }

    private static String emptyTables(Place place) throws SQLException {
        place.run("ANALYZE");
        return place.text(
                "SELECT coalesce(string_agg(relname, ', '), '') FROM pg_class WHERE relnamespace ="
                        + " 'syncline'::regnamespace AND relkind = 'r' AND reltuples <= 0");
    }
}
