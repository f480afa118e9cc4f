package io.syncline.server.types;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.endpoint.Code;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TypesTest {
    private static final TypeRun RUN = new TypeRun();

    @BeforeAll
    static void run() throws Exception {
        RUN.run();
    }

    @AfterAll
    static void close() {
        RUN.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyValueArrivesOrIsParked(Side side) throws Exception {
        assertThat(RUN.wrong(side)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aParkedRowSettlesWhenItsValueFits(Side side) {
        assertThat(RUN.unsettled(side)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatCanBeParkedIsAnnouncedAndWhatCannotIsNot(Side side) {
        Set<String> announced = new TreeSet<>();
        for (TypeCase type : TypeRun.CASES) {
            if (RUN.announced(side, type).contains(Code.NARROWER_TYPE)) {
                announced.add(type.type());
            }
        }
        Set<String> expected = new TreeSet<>();
        for (TypeCase type : TypeRun.CASES) {
            // A json that goes into a jsonb column has the same type on the way as a jsonb.
            boolean document = side == Side.POSTGRES && type.type().startsWith("jsonb");
            if (type.parked().containsKey(side) || document) {
                expected.add(type.type());
            }
        }
        assertThat(announced).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void aTypeThatBecomesTextIsAnnounced(Side side) {
        for (TypeCase type : TypeRun.CASES) {
            boolean list = type.reading() == Reading.LIST;
            for (Sample sample : type.samples()) {
                if (sample.on(side) instanceof Sample.Fate.Becomes && !list) {
                    assertThat(RUN.announced(side, type)).contains(Code.TYPE_AS_TEXT);
                }
            }
        }
    }

    /** With {@code SYNCLINE_REWRITE=1} in the environment it is written anew. */
    @ParameterizedTest
    @EnumSource
    void thePageSaysWhatHappens(Side side) throws Exception {
        String table = TypePage.table(side, RUN);
        if (System.getenv("SYNCLINE_REWRITE") != null) {
            TypePage.write(side, table);
        }
        assertThat(TypePage.read(side))
                .as("run SYNCLINE_REWRITE=1 ./syncline test -pl server -am -Dtest=TypesTest")
                .isEqualTo(table);
    }

    @Test
    void aComputedColumnIsLeftOut() throws Exception {
        for (Side side : Side.values()) {
            assertThat(RUN.columns(side)).containsKey("note").doesNotContainKey("twice");
        }
    }
}
