package io.syncline.store;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * The one key that all others are derived from: 256 bits, outside the store. It never prints, and
 * nothing but derived keys leaves it.
 */
public final class MasterKey {
    /** The environment variable that may hold it, as base64. */
    public static final String VARIABLE = "SYNCLINE_MASTER_KEY";

    /** Its file in the data folder. */
    static final String FILE = "master.key";

    private static final int BYTES = 32;

    private final byte[] bytes;

    private MasterKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The key of a text.
     *
     * @param base64 256 bits, as {@code openssl rand -base64 32} prints them
     * @throws EndpointException WRONG_MASTER_KEY if it is none
     */
    public static MasterKey of(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            // Without the cause: its message shows characters of the key.
            throw wrong("The master key is not base64");
        }
        if (bytes.length != BYTES) {
            throw wrong(
                    "The master key has %d bits, not %d".formatted(bytes.length * 8, BYTES * 8));
        }
        return new MasterKey(bytes);
    }

    /**
     * The key of the environment, or else of the file {@code master.key} in the folder, which is
     * created at the first start and readable for its owner alone.
     *
     * @param environment variables by name
     * @param folder the data folder; created when missing
     * @param random where a new key comes from
     * @throws EndpointException WRONG_MASTER_KEY if what is there is no key, or others can read it
     */
    public static MasterKey find(
            Map<String, String> environment, Path folder, SecureRandom random) {
        String given = environment.get(VARIABLE);
        if (given != null && !given.isBlank()) {
            return of(given);
        }
        Path file = folder.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                create(folder, FILE, random);
            }
        } catch (IOException e) {
            throw unusable(file, e);
        }
        return read(file);
    }

    /** The key in a file that nobody else may read. */
    static MasterKey read(Path file) {
        try {
            Set<PosixFilePermission> others =
                    EnumSet.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);
            others.retainAll(Files.getPosixFilePermissions(file));
            if (!others.isEmpty()) {
                throw wrong("Others can read " + file + ": chmod 600 it, and think of a new key");
            }
            return of(Files.readString(file));
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static EndpointException unusable(Path file, IOException cause) {
        return new EndpointException(
                EndpointException.Kind.MISCONFIGURED,
                Code.WRONG_MASTER_KEY,
                "The master key in " + file + " cannot be read or created",
                cause);
    }

    /** A new key in a file of its own; durable when this returns. */
    static void create(Path folder, String name, SecureRandom random) throws IOException {
        Files.createDirectories(folder);
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        write(folder, name, Base64.getEncoder().encodeToString(bytes) + "\n");
    }

    /** Writes a key's file whole or not at all: what is sealed under a lost key is lost, too. */
    static void write(Path folder, String name, String text) throws IOException {
        Path unfinished = folder.resolve(name + ".new");
        Files.deleteIfExists(unfinished);
        try (FileChannel channel =
                FileChannel.open(
                        unfinished,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        }
        Files.move(
                unfinished,
                folder.resolve(name),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        settle(folder);
    }

    /** Makes the folder's names durable. */
    static void settle(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Its text, to be put into a backup under a passphrase and nowhere else. */
    String text() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** A key for one purpose; the purposes' keys tell nothing of one another. */
    byte[] derive(String purpose) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(bytes)
                                    .thenExpand(purpose.getBytes(StandardCharsets.UTF_8), BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no HKDF-SHA256", e);
        }
    }

    /** Tells keys apart, and tells nothing of them. */
    public String id() {
        return HexFormat.of().formatHex(derive("syncline key id"), 0, 4);
    }

    private static EndpointException wrong(String message) {
        return new EndpointException(
                EndpointException.Kind.MISCONFIGURED, Code.WRONG_MASTER_KEY, message);
    }

    @Override
    public String toString() {
        return "MasterKey[" + id() + "]";
    }
}
