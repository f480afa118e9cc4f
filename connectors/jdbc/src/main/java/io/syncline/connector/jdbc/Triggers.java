package io.syncline.connector.jdbc;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Setting;
import java.util.Locale;

/** What is to become of an end's triggers when a sync writes there. */
public enum Triggers {
    /** They fire as for any other writer. */
    ACCEPT,
    /** They do not fire, for the sessions of the sync alone. */
    SUPPRESS;

    private static final String NAME = "triggers";

    /** The setting that {@link #of} reads. */
    public static final Setting SETTING =
            new Setting(
                    NAME,
                    Setting.Kind.TEXT,
                    "accept",
                    false,
                    "Whether triggers fire for what a sync writes here: accept, or suppress, by"
                            + " which the sync checks foreign keys in the database's place.");

    /**
     * Reads it.
     *
     * @throws EndpointException MISCONFIGURED for another word
     */
    public static Triggers of(Config config) {
        String word = config.required(NAME).strip();
        for (Triggers each : values()) {
            if (each.name().equals(word.toUpperCase(Locale.ROOT))) {
                return each;
            }
        }
        throw new EndpointException(
                EndpointException.Kind.MISCONFIGURED,
                Code.UNKNOWN_WORD,
                NAME + " is '" + word + "'; it can be accept or suppress");
    }
}
