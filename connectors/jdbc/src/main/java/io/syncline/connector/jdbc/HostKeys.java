package io.syncline.connector.jdbc;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.signature.Signature;

/**
 * The keys by which an SSH server is known. None is ever trusted because it was shown.
 *
 * @param fingerprints at least one, each {@code SHA256:} and base64
 * @param kinds of the keys, such as {@code ssh-ed25519}; empty if one of them is not known
 */
record HostKeys(Set<String> fingerprints, Set<String> kinds) {
    private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");

    /** A line of {@code ssh-keyscan}, of a {@code known_hosts} or of a public key's file. */
    private static final Pattern LINE =
            Pattern.compile(
                    "(?:[^\\s@]\\S*\\s+)?((?:ssh|ecdsa)-[a-z0-9-]+)\\s+([A-Za-z0-9+/]{40,}={0,2})"
                            + "(?:\\s.*)?");

    private static final int LINES_MAX = 20;

    /** Copies both. */
    HostKeys {
        fingerprints = Set.copyOf(fingerprints);
        kinds = Set.copyOf(kinds);
    }

    /**
     * Of one or several lines, each a fingerprint or a key; lines that begin with {@code #} and
     * empty ones do not count.
     *
     * @throws EndpointException SSH_PARTS
     */
    static HostKeys of(String text) {
        Set<String> fingerprints = new TreeSet<>();
        Set<String> kinds = new TreeSet<>();
        boolean everyKind = true;
        for (String each : text.lines().map(String::strip).toList()) {
            if (each.isEmpty() || each.startsWith("#")) {
                continue;
            }
            Matcher line = LINE.matcher(each);
            if (FINGERPRINT.matcher(each).matches()) {
                fingerprints.add(each);
                everyKind = false;
            } else if (line.matches()) {
                kinds.add(line.group(1));
                fingerprints.add(fingerprint(line.group(2)));
            } else {
                throw bad(
                        "each line of ssh_host_key is SHA256: and 43 characters, or a key as"
                                + " ssh-keyscan prints it; there is no word for any key");
            }
        }
        if (fingerprints.isEmpty() || fingerprints.size() > LINES_MAX) {
            throw bad("ssh_host_key has from 1 to " + LINES_MAX + " keys");
        }
        return new HostKeys(fingerprints, everyKind ? kinds : Set.of());
    }

    private static String fingerprint(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(Base64.getDecoder().decode(key));
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (IllegalArgumentException e) {
            throw bad("a key in ssh_host_key is not whole");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    static EndpointException bad(String why) {
        return new EndpointException(
                EndpointException.Kind.MISCONFIGURED, Code.SSH_PARTS, why + ".");
    }

    /** Whether this is one of them. */
    boolean contain(PublicKey key) {
        return fingerprints.contains(KeyUtils.getFingerPrint(BuiltinDigests.sha256, key));
    }

    /** A key for a person: its kind and fingerprint. */
    static String shown(PublicKey key) {
        return KeyUtils.getKeyType(key) + " " + KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
    }

    /**
     * The ways of signing by which a server can show one of them: it has keys of several kinds, and
     * shows one of a kind that it is asked for.
     */
    List<NamedFactory<Signature>> among(List<NamedFactory<Signature>> all) {
        List<NamedFactory<Signature>> some = new ArrayList<>();
        for (NamedFactory<Signature> each : all) {
            if (kinds.isEmpty() || kinds.contains(KeyUtils.getCanonicalKeyType(each.getName()))) {
                some.add(each);
            }
        }
        return some.isEmpty() ? all : some;
    }
}
