package io.syncline.testkit.world;

import io.syncline.engine.pair.Pairs;
import io.syncline.engine.store.Store;
import io.syncline.testkit.memory.Weather;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A store with weather around each call. */
public final class CloudedStore {
    /** What the weather hears of a call. */
    public static final String CALL = "store";

    private CloudedStore() {}

    /** The store, and what it keeps of pairs, with weather around each call. */
    public static Store of(Store clear, Weather weather) {
        return around(Store.class, clear, weather);
    }

    private static <T> T around(Class<T> type, T clear, Weather weather) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> {
                            if (method.getReturnType() == Pairs.class) {
                                return around(Pairs.class, (Pairs) method.invoke(clear), weather);
                            }
                            weather.before(CALL);
                            Object answer;
                            try {
                                answer = method.invoke(clear, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                            weather.after(CALL);
                            return answer;
                        }));
    }
}
