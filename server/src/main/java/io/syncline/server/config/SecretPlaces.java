package io.syncline.server.config;

import io.syncline.core.endpoint.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a configuration's references may lead. Whoever may configure a sync chooses the host that a
 * password is sent to, so what can be referred to is what the operator has put aside for it, and
 * nothing else of the machine: environment variables of one prefix, and files of one folder. Safe
 * for use by several threads.
 *
 * @param environment the process's environment
 * @param folder the only folder whose files may be referred to; links that lead out of it are not
 *     followed
 * @param data the server's own folder, which is closed even if it lies in the other
 */
public record SecretPlaces(References.Lookup environment, Path folder, Path data)
        implements References.Places {
    /** What the name of a variable begins with that configurations may refer to. */
    public static final String PREFIX = "SYNCLINE_SECRET_";

    /** Where container platforms put the secrets of a service. */
    public static final Path STANDARD_FOLDER = Path.of("/run/secrets");

    /** A secret is short; nobody shall fill the memory with a device file. */
    private static final int FILE_BYTES_MAX = 64 * 1024;

    @Override
    public @Nullable String variable(String name) throws References.UnresolvedException {
        if (!name.startsWith(PREFIX)) {
            throw closed(
                    "the environment variable " + References.shown(name),
                    "variables whose names begin with " + PREFIX);
        }
        return environment.find(name);
    }

    @Override
    public @Nullable String file(String name) throws References.UnresolvedException {
        try {
            Path path = Path.of(name);
            if (!path.isAbsolute() || !path.normalize().startsWith(folder)) {
                throw outside(name);
            }
            Path real = path.toRealPath();
            if (!real.startsWith(folder.toRealPath()) || real.startsWith(data.toRealPath())) {
                throw outside(name);
            }
            return content(real);
        } catch (NoSuchFileException | InvalidPathException e) {
            return null;
        } catch (IOException e) {
            throw new References.UnresolvedException(
                    Code.MISSING_REFERENCE,
                    "This refers to the file "
                            + References.shown(name)
                            + ", which cannot be read.");
        }
    }

    /** The text of a file without the space around it; null if it is no secret's. */
    static @Nullable String content(Path path) throws IOException {
        if (!Files.isRegularFile(path) || Files.size(path) > FILE_BYTES_MAX) {
            return null;
        }
        return Files.readString(path, StandardCharsets.UTF_8).strip();
    }

    private References.UnresolvedException outside(String name) {
        return closed("the file " + References.shown(name), "files in " + folder);
    }

    private static References.UnresolvedException closed(String what, String allowed) {
        return new References.UnresolvedException(
                Code.CLOSED_REFERENCE,
                "This refers to "
                        + what
                        + ", but a configuration may refer only to "
                        + allowed
                        + ".");
    }
}
