package io.syncline.core.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * A source that can tell whether it is still the one it was: not restored from a backup, not
 * promoted, not another server under the same address.
 */
public interface Identity {
    /**
     * Which source this is, and how far it has come in its life. Durable text, so its form has to
     * stay readable; never a secret. Asked after {@link Source#prepare}.
     *
     * @param flow see {@link Selection#flow}
     */
    String identity(String flow);

    /**
     * How it is not the same any more, in words for a person; null if it is. Pure.
     *
     * @param before what {@link #identity} said then
     * @param now what it says now
     * @param stored the place that the flow has come to; null if it has none
     */
    @Nullable String changed(String before, String now, @Nullable Position stored);
}
