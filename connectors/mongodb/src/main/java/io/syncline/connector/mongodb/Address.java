package io.syncline.connector.mongodb;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCredential;
import com.mongodb.ReadPreference;
import com.mongodb.ServerAddress;
import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.Secret;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bson.UuidRepresentation;
import org.jspecify.annotations.Nullable;

/**
 * Where the database is and who logs in, and how its documents are read. The password never prints.
 *
 * @param url what the connection says, without what is given apart; a secret
 * @param server the one server that was given apart; null for those of the url
 * @param user who logs in, or null
 * @param authSource which database knows the user; null for the url's
 * @param keys the fields that {@code _id} holds, by collection
 * @param sample how many documents are looked at
 */
record Address(
        Secret url,
        @Nullable ServerAddress server,
        String database,
        @Nullable String user,
        @Nullable Secret password,
        @Nullable String authSource,
        Map<String, List<String>> keys,
        int sample,
        FineTimes fineTimes) {
    private static final int SELECTION_SECONDS = 3;
    private static final int CONNECT_SECONDS = 5;
    private static final int SILENCE_SECONDS = 60;

    /** Copies the keys. */
    Address {
        keys = Map.copyOf(keys);
    }

    /**
     * @throws io.syncline.core.endpoint.EndpointException MISCONFIGURED with everything that is
     *     missing or wrong
     */
    static Address of(Config config) {
        return new AddressReading(config).address();
    }

    /** For the driver; holds the password. */
    MongoClientSettings settings() {
        ConnectionString parsed = new ConnectionString(url.reveal());
        MongoClientSettings.Builder builder =
                MongoClientSettings.builder()
                        .applyConnectionString(parsed)
                        .applicationName("syncline")
                        .uuidRepresentation(UuidRepresentation.STANDARD)
                        .readPreference(ReadPreference.primary())
                        .applyToClusterSettings(
                                cluster ->
                                        cluster.serverSelectionTimeout(
                                                SELECTION_SECONDS, TimeUnit.SECONDS))
                        .applyToSocketSettings(
                                socket ->
                                        socket.connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                                                .readTimeout(SILENCE_SECONDS, TimeUnit.SECONDS));
        if (server != null) {
            builder.applyToClusterSettings(cluster -> cluster.hosts(List.of(server)));
        }
        MongoCredential credential = credential(parsed.getCredential());
        if (credential != null) {
            builder.credential(credential);
        }
        return builder.build();
    }

    private @Nullable MongoCredential credential(@Nullable MongoCredential given) {
        String name = user != null ? user : given == null ? null : given.getUserName();
        if (name == null) {
            return given;
        }
        char[] secret =
                password != null
                        ? password.reveal().toCharArray()
                        : given == null ? null : given.getPassword();
        if (secret == null) {
            return given;
        }
        String source =
                authSource != null ? authSource : given == null ? "admin" : given.getSource();
        String mechanism = given == null ? null : given.getMechanism();
        return switch (mechanism) {
            case "PLAIN" -> MongoCredential.createPlainCredential(name, source, secret);
            case "SCRAM-SHA-1" -> MongoCredential.createScramSha1Credential(name, source, secret);
            case "SCRAM-SHA-256" ->
                    MongoCredential.createScramSha256Credential(name, source, secret);
            case null, default -> MongoCredential.createCredential(name, source, secret);
        };
    }

    /** What tells this database from all others; no secrets. */
    String place() {
        List<?> hosts =
                server != null ? List.of(server) : new ConnectionString(url.reveal()).getHosts();
        return hosts.toString().replaceAll("[\\[\\] ]", "") + "/" + database;
    }

    @Override
    public String toString() {
        return place();
    }
}
