package io.syncline.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What this machine is, and who we are on it. */
final class Host {
    /** The user "nobody": servers refuse to run as root, so root's children run as this one. */
    static final int NOBODY = 65534;

    private static final List<String> USUAL_PLACES =
            List.of("/usr/bin", "/bin", "/usr/local/bin", "/usr/sbin");

    private Host() {}

    /** Throws unless children can be started here. */
    static void requireSupported() {
        String system = System.getProperty("os.name", "");
        if (!system.toLowerCase(Locale.ROOT).contains("linux")) {
            throw new LaunchException(
                    "Embedded servers run on Linux only, this is %s: install the server yourself and give Syncline its address."
                            .formatted(system));
        }
    }

    /** The processor as archives name it: {@code x86_64} or {@code arm_64}. */
    static String processor() {
        String name = System.getProperty("os.arch", "");
        return switch (name) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default ->
                    throw new LaunchException(
                            "No embedded server is built for the processor %s: install the server yourself and give Syncline its address."
                                    .formatted(name));
        };
    }

    /** The numeric user this process runs as. */
    static int user() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            throw new LaunchException("Cannot read /proc/self: is /proc mounted?", e);
        }
    }

    /** Whether children must change their user before they run. */
    static boolean root() {
        return user() == 0;
    }

    /** The command, wrapped so that the kernel signals it when the thread that started it ends. */
    static List<String> dyingWithParent(List<String> command, Child.Signal signal) {
        List<String> wrapped = new ArrayList<>();
        wrapped.add(setpriv());
        wrapped.add("--pdeathsig=SIG" + signal.name());
        if (root()) {
            String nobody = Integer.toString(NOBODY);
            wrapped.addAll(List.of("--reuid=" + nobody, "--regid=" + nobody, "--clear-groups"));
        }
        wrapped.addAll(command);
        return List.copyOf(wrapped);
    }

    private static String setpriv() {
        for (String place : USUAL_PLACES) {
            Path tool = Path.of(place, "setpriv");
            if (Files.isExecutable(tool)) {
                return tool.toString();
            }
        }
        throw new LaunchException(
                "The program setpriv is missing: install util-linux (2.33 or later), without it a server would outlive us.");
    }

    /** Creates a folder the child may read and write, and nobody else but its owner. */
    static void createForChild(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        giveToChild(folder);
    }

    /** Makes the child's user the owner, when that is not ours. */
    static void giveToChild(Path path) throws IOException {
        if (root()) {
            Files.setAttribute(path, "unix:gid", NOBODY);
            Files.setAttribute(path, "unix:uid", NOBODY);
        }
    }

    /** Creates the folder and its missing parents so that the child's user can walk through. */
    static void createPassable(Path folder) throws IOException {
        Path parent = folder.getParent();
        if (Files.isDirectory(folder)) {
            return;
        }
        if (parent != null) {
            createPassable(parent);
        }
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            // Set afterwards, because the process's file mask may have taken the bits away.
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /** Whether a child can walk to this existing folder: always, unless it changes its user. */
    static boolean passable(Path folder) throws IOException {
        return !root() || firstBarrier(folder).isEmpty();
    }

    /** Throws unless a child can walk to this existing folder. */
    static void requirePassable(Path folder) throws IOException {
        if (root()) {
            String barrier = firstBarrier(folder);
            if (!barrier.isEmpty()) {
                throw new LaunchException(
                        "Started by root, the server runs as user %d, whom the folder %s does not let through: choose a place elsewhere than %s, or chmod o+x %s."
                                .formatted(NOBODY, barrier, folder, barrier));
            }
        }
    }

    private static String firstBarrier(Path folder) throws IOException {
        for (Path at = folder.toRealPath(); at != null; at = at.getParent()) {
            Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(at);
            boolean own = Integer.valueOf(NOBODY).equals(Files.getAttribute(at, "unix:uid"));
            PosixFilePermission needed =
                    own ? PosixFilePermission.OWNER_EXECUTE : PosixFilePermission.OTHERS_EXECUTE;
            if (!allowed.contains(needed)) {
                return at.toString();
            }
        }
        return "";
    }
}
