package io.syncline.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Setting;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What every endpoint has to do. */
public interface EndpointContract extends GroundUnderTest {
    private Layout table() {
        return Objects.requireNonNull(ground().endpoint().catalog().find(ground().named("t")));
    }

    /** Fields, types and key of a collection are read afresh each time. */
    @Test
    default void theCatalogIsReadAfresh() throws Exception {
        ground().sql("create table t (b varchar(5) not null, a int not null, primary key (a, b))");
        Layout before = table();
        assertThat(before.key()).containsExactly("a", "b");
        ground().sql("alter table t add column c int");
        Layout after = table();
        assertThat(after.fields()).extracting("name").containsExactly("b", "a", "c");
    }

    /** An endpoint that is down is still an endpoint: it says so, and errors are weather. */
    @Test
    default void aServerThatIsDownIsWeather() {
        Endpoint nobody = ground().another(Map.of("host", "127.0.0.1", "port", "1"));
        assertThat(nobody.health().up()).isFalse();
        assertThatThrownBy(nobody::catalog)
                .isInstanceOfSatisfying(
                        EndpointException.class,
                        e -> {
                            assertThat(e.kind()).isEqualTo(EndpointException.Kind.TRANSIENT);
                            assertThat(e.code()).isEqualTo(Code.UNREACHABLE);
                        });
        assertThat(ground().endpoint().health().up()).isTrue();
    }

    /** A login that can never work is not tried for ever, and never printed. */
    @Test
    default void aRefusedLoginIsSomethingToMend() {
        Endpoint stranger = ground().another(Map.of("password", "a wrong one"));
        assertThat(stranger.health().up()).isFalse();
        assertThat(stranger.health().detail()).doesNotContain("a wrong one");
        assertThatThrownBy(stranger::catalog)
                .hasMessageNotContaining("a wrong one")
                .isInstanceOfSatisfying(
                        EndpointException.class,
                        e -> {
                            assertThat(e.kind()).isEqualTo(EndpointException.Kind.MISCONFIGURED);
                            assertThat(e.code()).isEqualTo(Code.LOGIN_REFUSED);
                        });
    }

    /** Closing twice is closing once; what is asked afterwards is weather. */
    @Test
    default void closingIsIdempotent() {
        Endpoint other = ground().another(Map.of());
        other.catalog();
        other.close();
        other.close();
        assertThat(other.health().up()).isIn(true, false);
    }

    /** Every setting is explained, and what opens doors is a secret. */
    @Test
    default void everySettingIsExplained() {
        List<Setting> all = ground().connector().settings().all();
        assertThat(all).allMatch(setting -> !setting.about().isBlank());
        assertThat(all)
                .filteredOn(setting -> setting.name().matches("connection|password"))
                .isNotEmpty()
                .allMatch(Setting::secret);
    }
}
