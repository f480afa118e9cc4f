package io.syncline.testkit.world;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One change of one source file, as a person could make it by mistake.
 *
 * @param name what is wrong then
 * @param file the file from the project's root on
 * @param was what stands there, once; how it is broken into lines does not matter
 * @param is what stands there instead
 */
public record Edit(String name, String file, String was, String is) {
    /** The whole file with the change made. */
    String source() {
        String source = read();
        StringBuilder squeezed = new StringBuilder();
        int[] places = new int[source.length()];
        for (int i = 0; i < source.length(); i++) {
            if (!Character.isWhitespace(source.charAt(i))) {
                places[squeezed.length()] = i;
                squeezed.append(source.charAt(i));
            }
        }
        String wanted = was.replaceAll("\\s", "");
        int at = squeezed.indexOf(wanted);
        if (at < 0 || squeezed.indexOf(wanted, at + 1) >= 0) {
            throw new IllegalStateException(
                    "Stands not once in " + file + ", mend the edit \"" + name + "\": " + was);
        }
        int end = places[at + wanted.length() - 1] + 1;
        return source.substring(0, places[at]) + is + source.substring(end);
    }

    private String read() {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve(file))) {
            root = root.getParent();
            if (root == null) {
                throw new IllegalStateException("There is no " + file);
            }
        }
        try {
            return Files.readString(root.resolve(file));
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read " + file, e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
