package io.syncline.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Expect;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.KeySource;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.Target;
import io.syncline.core.endpoint.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What an endpoint has to do that gives keys out before rows are made. */
public interface KeySourceContract extends GroundUnderTest {
    /** When all changes of these tests were made. */
    Version MADE_AT = new Version(1, 0, new ReplicaId("contract"));

    /** Makes a collection {@code t} whose key the database gives, with a text {@code v}. */
    void makeNumbered() throws Exception;

    /** An application that makes rows in it. */
    Maker maker() throws Exception;

    private static KeySource keys(Endpoint endpoint) {
        return (KeySource) endpoint;
    }

    private KeySource source() {
        return keys(ground().endpoint());
    }

    private List<Value> taken(int count) {
        return source().keys(ground().named("t"), count);
    }

    private RowId id(Value key) {
        return RowId.of(ground().named("t"), key);
    }

    private List<Image> seen(List<Value> keys) {
        List<RowId> ids = keys.stream().map(this::id).toList();
        return ((Lookup) ground().endpoint())
                .current(ids, null).stream().map(found -> ((Found.Seen) found).image()).toList();
    }

    private Outcome made(Value key, String text) {
        Layout layout =
                Objects.requireNonNull(ground().endpoint().catalog().find(ground().named("t")));
        Row row = Row.of(Map.of(layout.key().getFirst(), key, "v", new Value.Text(text)));
        Change change = Change.of(id(key), Image.absent(), Image.whole(row), MADE_AT);
        Write write = new Write(change, new Expect.Same(Image.absent()));
        return ((Target) ground().endpoint()).apply(List.of(write), null).getFirst();
    }

    private static Value text(Image image) {
        return Objects.requireNonNull(Ground.field(image, "v"));
    }

    /** Many keys are all different, and no row has them. */
    @Test
    default void keysDifferAndAreNoRows() throws Exception {
        makeNumbered();
        try (Maker maker = maker()) {
            Value before = maker.make("before");
            assertThat(source().givesNoKeys(ground().named("t"))).isNull();

            List<Value> keys = new ArrayList<>(taken(1));
            keys.addAll(taken(1_234));
            assertThat(keys).hasSize(1_235).doesNotHaveDuplicates().doesNotContain(before);
            assertThat(seen(keys)).containsOnly(Image.absent());
            assertThat(keys).doesNotContain(maker.make("after"));
        }
    }

    /** Taking keys makes nothing that anybody sees, in the table or in the log. */
    @Test
    default void takingKeysIsNotTold() throws Exception {
        makeNumbered();
        try (Maker maker = maker()) {
            maker.make("before");
            Selection selection = ground().prepared("t").withEchoes();
            ground().source().prepare(selection);
            try (Reader reader = ground().source().read(null, selection)) {
                source().givesNoKeys(ground().named("t"));
                taken(7);
                Value only = maker.make("the only one");
                assertThat(Ground.changes(ground().drain(reader)))
                        .extracting(Change::id)
                        .containsExactly(id(only));
            }
        }
    }

    /** A row that is made under a given key is found and told under it. */
    @Test
    default void aRowIsMadeUnderAGivenKey() throws Exception {
        makeNumbered();
        Selection selection = ground().prepared("t").withEchoes();
        ground().source().prepare(selection);
        try (Reader reader = ground().source().read(null, selection);
                Maker maker = maker()) {
            List<Value> keys = taken(3);
            Value later = keys.getLast();
            assertThat(made(later, "a")).isInstanceOf(Outcome.Applied.class);
            assertThat(made(later, "b")).isInstanceOf(Outcome.Stale.class);
            assertThat(text(seen(List.of(later)).getFirst())).isEqualTo(new Value.Text("a"));
            Value own = maker.make("own");
            assertThat(made(keys.getFirst(), "c")).isInstanceOf(Outcome.Applied.class);
            assertThat(taken(1)).doesNotContain(own).doesNotContainAnyElementsOf(keys);
            assertThat(Ground.changes(ground().drain(reader)))
                    .extracting(Change::id)
                    .containsExactly(id(later), id(own), id(keys.getFirst()));
        }
    }

    /** However many make rows meanwhile, nobody meets a key that was given to somebody else. */
    @Test
    default void nobodyElseIsGivenThem() throws Exception {
        makeNumbered();
        List<Value> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Value>>> work = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                work.add(threads.submit(() -> making(80)));
            }
            for (int i = 0; i < 3; i++) {
                work.add(threads.submit(() -> takingAndMaking(12)));
            }
            for (Future<List<Value>> each : work) {
                all.addAll(each.get());
            }
        }
        assertThat(all).hasSize(6 * 80 + 3 * 12 * 9).doesNotHaveDuplicates();
    }

    private List<Value> making(int rows) throws Exception {
        List<Value> made = new ArrayList<>();
        try (Maker maker = maker()) {
            for (int i = 0; i < rows; i++) {
                made.add(maker.make("application"));
            }
        }
        return made;
    }

    private List<Value> takingAndMaking(int times) {
        List<Value> all = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            List<Value> keys = taken(9);
            all.addAll(keys);
            assertThat(made(keys.get(i % 9), "ours")).isInstanceOf(Outcome.Applied.class);
        }
        return all;
    }

    /** What was given before a restart is not given after it. */
    @Test
    default void aRestartGivesNoKeyTwice() throws Exception {
        makeNumbered();
        List<Value> keys = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Endpoint again = ground().another(Map.of());
            keys.addAll(keys(again).keys(ground().named("t"), 20));
            again.close();
        }
        assertThat(keys).hasSize(60).doesNotHaveDuplicates();
    }

    /** Keys that people give, or that are of several fields, are not made up. */
    @Test
    default void keysThatNobodyGivesAreRefused() throws Exception {
        ground().sql(
                        "create table named (id varchar(5) primary key, v varchar(20))",
                        "create table pair (b varchar(5) not null, a int not null, primary key (a, b))");
        assertThat(source().givesNoKeys(ground().named("named"))).startsWith("has ");
        assertThat(source().givesNoKeys(ground().named("pair"))).contains("several");
        assertThat(source().givesNoKeys(ground().named("nowhere"))).isEqualTo("does not exist");
        assertThatThrownBy(() -> source().keys(ground().named("pair"), 1))
                .hasMessageContaining("several")
                .isInstanceOfSatisfying(
                        EndpointException.class,
                        e -> {
                            assertThat(e.kind()).isEqualTo(EndpointException.Kind.MISCONFIGURED);
                            assertThat(e.code()).isEqualTo(Code.NO_KEYS_GIVEN);
                        });
    }
}
