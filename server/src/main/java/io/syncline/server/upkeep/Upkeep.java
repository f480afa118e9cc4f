package io.syncline.server.upkeep;

import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Secret;
import io.syncline.embedded.LaunchException;
import io.syncline.server.config.DataFolder;
import io.syncline.server.wiring.StorePlace;
import io.syncline.store.Backup;
import io.syncline.store.KeyRotation;
import io.syncline.store.MasterKey;
import io.syncline.store.MasterKeys;
import io.syncline.store.Restoring;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The commands about the store. Each returns an exit status: 0 if it was done, 1 if it could not
 * be, 2 for wrong arguments.
 *
 * @param out for what a person should read
 * @param err for what went wrong
 */
public record Upkeep(PrintStream out, PrintStream err) {
    private interface Act {
        void run()
                throws IOException,
                        UpkeepOptions.WrongArgumentsException,
                        DataFolder.TakenException;
    }

    /** The command {@code keys rotate}. */
    public int rotateKeys(List<String> arguments) {
        return rotateKeys(arguments, _ -> {});
    }

    /**
     * The command {@code keys rotate}.
     *
     * @param steps told of each step once it is done
     */
    public int rotateKeys(List<String> arguments, Consumer<KeyRotation.Step> steps) {
        return run(
                () -> {
                    UpkeepOptions options =
                            UpkeepOptions.parse(UpkeepOptions.Kind.ROTATE, arguments);
                    options.requireStore();
                    SecureRandom random = new SecureRandom();
                    try (DataFolder data = DataFolder.open(options.data())) {
                        MasterKeys keys = MasterKeys.find(System.getenv(), data.path(), random);
                        try (StorePlace place = StorePlace.open(options.store(), data, random)) {
                            KeyRotation rotation = new KeyRotation(place.settings(), random, steps);
                            tell(rotation.run(keys), keys.folder());
                        }
                    }
                });
    }

    private void tell(KeyRotation.Outcome done, @Nullable Path folder) {
        out.printf(
                "%s master key %s; %s opens nothing of the store any more.%n",
                done.finished()
                        ? "An earlier rotation is finished: the store opens with the"
                        : "%d texts are sealed anew: the store opens with the"
                                .formatted(done.sealed()),
                done.to(),
                done.from());
        out.println(
                folder == null
                        ? "Start the server with the new key in %s.".formatted(MasterKey.VARIABLE)
                        : ("Back up %s. The old key is kept beside it as master.key.%s: backups"
                                        + " made before open with it alone.")
                                .formatted(folder.resolve("master.key"), done.from()));
    }

    /**
     * The command {@code backup}, beside a running server or without one.
     *
     * @param nowMillis the present, UTC
     */
    public int backup(List<String> arguments, long nowMillis) {
        return run(
                () -> {
                    UpkeepOptions options =
                            UpkeepOptions.parse(UpkeepOptions.Kind.BACKUP, arguments);
                    options.requireStore();
                    Path file = Objects.requireNonNull(options.file());
                    if (Files.exists(file)) {
                        throw new IOException(file + " is there already; a backup replaces none.");
                    }
                    Secret passphrase = options.passphrase();
                    SecureRandom random = new SecureRandom();
                    MasterKey key =
                            passphrase == null
                                    ? null
                                    : MasterKeys.find(System.getenv(), options.data(), random)
                                            .current();
                    Backup.Outcome done;
                    if (options.store() != null) {
                        done =
                                new Backup(StorePlace.external(options.store()), random)
                                        .write(file, key, passphrase, nowMillis);
                    } else {
                        done = embedded(options, file, key, passphrase, random, nowMillis);
                    }
                    out.printf(
                            "%s holds %d tables and %d syncs.%n",
                            file, done.tables(), done.syncs());
                    out.printf(
                            "Its sealed values open with the master key %s, which is %s.%n",
                            done.keyId(), key == null ? "not in it" : "in it under the passphrase");
                });
    }

    private static Backup.Outcome embedded(
            UpkeepOptions options,
            Path file,
            @Nullable MasterKey key,
            @Nullable Secret passphrase,
            SecureRandom random,
            long nowMillis)
            throws IOException {
        try (DataFolder data = DataFolder.open(options.data());
                StorePlace place = StorePlace.open(null, data, random)) {
            return new Backup(place.settings(), random).write(file, key, passphrase, nowMillis);
        } catch (DataFolder.TakenException running) {
            try (StorePlace place = StorePlace.running(options.data())) {
                return new Backup(place.settings(), random).write(file, key, passphrase, nowMillis);
            }
        }
    }

    /** The command {@code restore}, while no server uses the store. */
    public int restore(List<String> arguments) {
        return run(
                () -> {
                    UpkeepOptions options =
                            UpkeepOptions.parse(UpkeepOptions.Kind.RESTORE, arguments);
                    Path file = Objects.requireNonNull(options.file());
                    Restoring.Sealed sealed = Restoring.look(file, options.passphrase());
                    SecureRandom random = new SecureRandom();
                    try (DataFolder data = DataFolder.open(options.data())) {
                        KeysToRestore keys =
                                KeysToRestore.of(sealed, System.getenv(), data.path(), random);
                        try (StorePlace place = StorePlace.open(options.store(), data, random)) {
                            Restoring.Outcome done =
                                    new Restoring(place.settings(), random)
                                            .run(file, keys.from(), keys.to(), options.replace());
                            tell(done);
                        }
                    }
                });
    }

    private void tell(Restoring.Outcome done) {
        out.printf(
                "Restored: %d syncs, as of %s, under the master key %s.%n",
                done.syncs(), java.time.Instant.ofEpochMilli(done.createdMillis()), done.keyId());
        out.println(
                "At the next start each sync takes its destinations over, and copies beside its"
                        + " stream what may have been parked since.");
    }

    private int run(Act act) {
        try {
            act.run();
            return 0;
        } catch (UpkeepOptions.WrongArgumentsException e) {
            err.println("syncline: " + e.getMessage());
            return 2;
        } catch (EndpointException e) {
            err.println("syncline: " + e.code().text() + " " + e.getMessage());
            return 1;
        } catch (IOException | DataFolder.TakenException | LaunchException e) {
            err.println("syncline: " + e.getMessage());
            return 1;
        }
    }
}
