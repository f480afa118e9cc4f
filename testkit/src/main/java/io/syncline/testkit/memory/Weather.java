package io.syncline.testkit.memory;

/** Asked around every call of an endpoint in memory; may throw instead of letting it happen. */
public interface Weather {
    /** No clouds. */
    Weather FINE =
            new Weather() {
                @Override
                public void before(String call) {}

                @Override
                public void after(String call) {}
            };

    /** Before the call takes effect. */
    void before(String call);

    /** After it has taken effect: throwing loses the answer. */
    void after(String call);
}
