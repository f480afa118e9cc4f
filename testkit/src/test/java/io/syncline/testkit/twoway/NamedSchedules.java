package io.syncline.testkit.twoway;

import io.syncline.testkit.Choices;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All schedules that have a name, one after the other. */
public final class NamedSchedules {
    private static final List<Class<?>> ALL =
            List.of(
                    TwoWaySchedulesTest.class,
                    TwoWayRowsTest.class,
                    TwoWayEchoesTest.class,
                    TwoWayAheadTest.class,
                    TwoWayMeetingsTest.class,
                    TwoWayConventionsTest.class,
                    TwoWayLinksTest.class,
                    ReviewTest.class,
                    ReviewCareTest.class,
                    HistoryTest.class,
                    // It draws thousands, so it comes last.
                    TwoWayMovesTest.class);

    private NamedSchedules() {}

    /**
     * Plays them; nothing is drawn.
     *
     * @throws AssertionError at the first that fails
     */
    public static void schedule(Choices any) {
        try {
            for (Class<?> tests : ALL) {
                Constructor<?> made = tests.getDeclaredConstructor();
                for (Method method : tests.getDeclaredMethods()) {
                    if (method.isAnnotationPresent(Test.class)) {
                        play(method, made.newInstance());
                    }
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void play(Method method, Object test) throws IllegalAccessException {
        try {
            method.invoke(test);
        } catch (InvocationTargetException e) {
            throw new AssertionError(method.getName() + ": " + e.getCause(), e.getCause());
        }
    }
}
