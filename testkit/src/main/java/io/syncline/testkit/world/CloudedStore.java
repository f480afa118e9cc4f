package io.syncline.testkit.world;

import io.syncline.engine.store.Store;
import io.syncline.testkit.memory.Weather;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A store with weather around each call. */
final class CloudedStore {
    static final String CALL = "store";

    private CloudedStore() {}

    static Store of(Store clear, Weather weather) {
        return (Store)
                Proxy.newProxyInstance(
                        Store.class.getClassLoader(),
                        new Class<?>[] {Store.class},
                        (_, method, arguments) -> {
                            weather.before(CALL);
                            Object answer;
                            try {
                                answer = method.invoke(clear, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                            weather.after(CALL);
                            return answer;
                        });
    }
}
