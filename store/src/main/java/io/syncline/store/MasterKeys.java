package io.syncline.store;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The master keys at hand: the one in use, and the one that is to follow it, which there is only
 * while a rotation is under way. A store opens with exactly one of the two.
 *
 * @param current the one in use
 * @param next the one to follow it, or null
 * @param folder where both are files; null if they stand in the environment
 */
public record MasterKeys(MasterKey current, @Nullable MasterKey next, @Nullable Path folder) {
    /** The environment variable that may hold the next key, as base64. */
    public static final String NEXT_VARIABLE = "SYNCLINE_NEXT_MASTER_KEY";

    private static final String NEXT_FILE = MasterKey.FILE + ".next";

    /** One key alone. */
    public static MasterKeys of(MasterKey key) {
        return new MasterKeys(key, null, null);
    }

    /**
     * The keys of the environment, or else of the folder; the first one is made there at the first
     * start.
     *
     * @param environment variables by name
     * @param folder the data folder
     * @param random where a new key comes from
     * @throws EndpointException WRONG_MASTER_KEY if what is there is no key, or others can read it
     */
    public static MasterKeys find(
            Map<String, String> environment, Path folder, SecureRandom random) {
        MasterKey current = MasterKey.find(environment, folder, random);
        if (given(environment)) {
            String next = environment.get(NEXT_VARIABLE);
            return new MasterKeys(
                    current, next == null || next.isBlank() ? null : MasterKey.of(next), null);
        }
        Path file = folder.resolve(NEXT_FILE);
        return new MasterKeys(current, Files.exists(file) ? MasterKey.read(file) : null, folder);
    }

    /** Whether the key stands in the environment. */
    public static boolean given(Map<String, String> environment) {
        String given = environment.get(MasterKey.VARIABLE);
        return given != null && !given.isBlank();
    }

    /** Makes a key the one in use in a folder that has none. */
    public static void keep(MasterKey key, Path folder) {
        try {
            Files.createDirectories(folder);
            MasterKey.write(folder, MasterKey.FILE, key.text() + "\n");
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    /** The key of this id: one of these, or one that a rotation has put aside; null if none. */
    public @Nullable MasterKey kept(String id) {
        MasterKey mine = ofId(id);
        Path place = folder;
        if (mine != null || place == null || !id.matches("[0-9a-f]{8}")) {
            return mine;
        }
        Path aside = place.resolve(MasterKey.FILE + "." + id);
        return Files.exists(aside) ? MasterKey.read(aside) : null;
    }

    /**
     * These keys with a next one: the one that an earlier rotation has left, or a new one, which is
     * durable when this returns.
     *
     * @throws EndpointException NO_NEXT_KEY if keys stand in the environment and there is none
     */
    public MasterKeys withNext(SecureRandom random) {
        if (next != null) {
            return this;
        }
        Path place = folder;
        if (place == null) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.NO_NEXT_KEY,
                    "The master key stands in %s: put the one to follow it into %s"
                            .formatted(MasterKey.VARIABLE, NEXT_VARIABLE));
        }
        try {
            MasterKey.create(place, NEXT_FILE, random);
        } catch (IOException e) {
            throw unwritable(place, e);
        }
        return new MasterKeys(current, MasterKey.read(place.resolve(NEXT_FILE)), place);
    }

    /** The key of this id, or null if it is neither. */
    @Nullable MasterKey ofId(String id) {
        if (current.id().equals(id)) {
            return current;
        }
        return next != null && next.id().equals(id) ? next : null;
    }

    /**
     * Makes the next key the one in use, after the store has been sealed under it. The earlier one
     * stays beside it under its id: backups made before open with it alone. In the environment,
     * this is the operator's to do. Repeating it does nothing.
     */
    public void promote() {
        Path place = folder;
        if (place == null || next == null) {
            return;
        }
        try {
            Path used = place.resolve(MasterKey.FILE);
            // A copy, then one rename: at every instant there is a file of the name in use, so
            // that no start takes the folder for a new one.
            MasterKey.write(place, MasterKey.FILE + "." + current.id(), Files.readString(used));
            Files.move(
                    place.resolve(NEXT_FILE),
                    used,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            MasterKey.settle(place);
        } catch (IOException e) {
            throw unwritable(place, e);
        }
    }

    private static EndpointException unwritable(Path place, IOException cause) {
        return new EndpointException(
                EndpointException.Kind.MISCONFIGURED,
                Code.WRONG_MASTER_KEY,
                "The master keys in " + place + " cannot be written",
                cause);
    }
}
