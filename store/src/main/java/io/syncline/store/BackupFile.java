package io.syncline.store;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The form of a backup, number 1: the word {@code SYNCLINE} and a line's end, the number of the
 * form, a header of JSON, each table by its name and columns with its rows as {@code COPY} writes
 * them in parts, an empty name, and the SHA-256 of all before. Numbers are big-endian; texts have
 * their length in two bytes before them, parts in four; a part of length 0 ends a table.
 */
final class BackupFile {
    private static final byte[] MAGIC = "SYNCLINE\n".getBytes(StandardCharsets.US_ASCII);
    private static final int FORM = 1;
    private static final int PART_BYTES_MAX = 1 << 20;
    private static final int SUM_BYTES = 32;

    private BackupFile() {}

    /** Writes one backup. */
    interface Content {
        void write(Out out) throws IOException;
    }

    /** What a content is written to. */
    record Out(DataOutputStream data) {
        void header(Map<String, ? extends @Nullable Object> header) throws IOException {
            data.write(MAGIC);
            data.writeInt(FORM);
            data.writeUTF(JsonText.write(header));
        }

        /** Begins a table; what is written to the stream are its rows, which its end ends. */
        OutputStream table(String name, List<String> columns) throws IOException {
            data.writeUTF(name);
            data.writeUTF(String.join(",", columns));
            return new Parts(data);
        }
    }

    /** Rows in parts. */
    private static final class Parts extends OutputStream {
        private final DataOutputStream data;

        Parts(DataOutputStream data) {
            this.data = data;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int start, int length) throws IOException {
            for (int at = 0; at < length; at += PART_BYTES_MAX) {
                int count = Math.min(PART_BYTES_MAX, length - at);
                data.writeInt(count);
                data.write(bytes, start + at, count);
            }
        }

        @Override
        public void close() throws IOException {
            data.writeInt(0);
        }
    }

    /** Writes a file that nobody else may read, whole or not at all; it replaces none. */
    static void write(Path file, Content content) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(unfinished);
        try (FileChannel channel =
                FileChannel.open(
                        unfinished,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            OutputStream plain = new BufferedOutputStream(Channels.newOutputStream(channel));
            DigestOutputStream summed = new DigestOutputStream(plain, sha256());
            DataOutputStream data = new DataOutputStream(summed);
            content.write(new Out(data));
            data.writeUTF("");
            data.flush();
            plain.write(summed.getMessageDigest().digest());
            plain.flush();
            channel.force(true);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** What reads the tables of a backup, one after the other. */
    interface Tables {
        /** Reads one table; what it leaves of the rows is passed over. */
        void table(String name, List<String> columns, InputStream rows) throws IOException;
    }

    /**
     * Reads a whole backup and its sum.
     *
     * @return its header
     * @throws EndpointException BAD_BACKUP if it is none or damaged, STORE_TOO_NEW if its form is
     *     of a later version
     * @throws IOException if the file cannot be read
     */
    static Map<String, @Nullable Object> read(Path file, Tables tables) throws IOException {
        try (InputStream plain = new BufferedInputStream(Files.newInputStream(file))) {
            DigestInputStream summed = new DigestInputStream(plain, sha256());
            DataInputStream data = new DataInputStream(summed);
            if (!Arrays.equals(data.readNBytes(MAGIC.length), MAGIC)) {
                throw bad("This file is no backup of Syncline's");
            }
            int form = data.readInt();
            if (form != FORM) {
                throw new EndpointException(
                        EndpointException.Kind.MISCONFIGURED,
                        Code.STORE_TOO_NEW,
                        "The backup has the form %d, and this Syncline knows %d at most"
                                .formatted(form, FORM));
            }
            Map<String, @Nullable Object> header = JsonText.read(data.readUTF());
            for (String name = data.readUTF(); !name.isEmpty(); name = data.readUTF()) {
                List<String> columns = List.of(data.readUTF().split(","));
                RowsIn rows = new RowsIn(data);
                tables.table(name, columns, rows);
                rows.transferTo(OutputStream.nullOutputStream());
            }
            byte[] sum = summed.getMessageDigest().digest();
            if (!Arrays.equals(plain.readNBytes(SUM_BYTES), sum)) {
                throw bad("The backup is damaged: its sum is another");
            }
            return header;
        } catch (EOFException | java.io.UTFDataFormatException | IllegalArgumentException e) {
            throw bad("The backup is damaged: it ends early or holds what nobody wrote");
        }
    }

    /** The rows of one table. */
    private static final class RowsIn extends InputStream {
        private final DataInputStream data;
        private int left;
        private boolean ended;

        RowsIn(DataInputStream data) {
            this.data = data;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int at, int length) throws IOException {
            if (left == 0 && !ended) {
                left = data.readInt();
                ended = left == 0;
                if (left < 0 || left > PART_BYTES_MAX) {
                    throw new EOFException("A part of an impossible length");
                }
            }
            if (ended) {
                return -1;
            }
            int count = Math.min(left, length);
            data.readFully(into, at, count);
            left -= count;
            return count;
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }

    static EndpointException bad(String message) {
        return new EndpointException(
                EndpointException.Kind.MISCONFIGURED, Code.BAD_BACKUP, message);
    }
}
