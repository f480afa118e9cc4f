package io.syncline.engine.sync;

import io.syncline.core.endpoint.Code;
import java.util.Map;

/** Told what people should know of a destination. From any thread. */
@FunctionalInterface
interface Alarms {
    /**
     * Something happened.
     *
     * @param type of the event
     * @param code what it is
     * @param message for people, without secrets
     * @param more data
     */
    void raise(String type, Code code, String message, Map<String, String> more);
}
