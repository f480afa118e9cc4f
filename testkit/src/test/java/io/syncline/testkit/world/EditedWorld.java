package io.syncline.testkit.world;

import io.syncline.testkit.Choices;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * A world, with an engine one of whose source files is edited: it is compiled in memory, and engine
 * and world are loaded anew around it. So any line can be wrong for a test, and no line is there
 * for tests.
 */
public final class EditedWorld implements Consumer<Choices> {
    private static final List<String> OWN =
            List.of(
                    "io.syncline.core.merge.",
                    "io.syncline.engine.",
                    "io.syncline.testkit.memory.",
                    "io.syncline.testkit.twoway.",
                    "io.syncline.testkit.world.");

    private static final JavaCompiler COMPILER =
            Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());

    private static final StandardJavaFileManager FILES = opened();

    private final Method schedule;

    /**
     * @param world has a public static method {@code schedule} that plays what it is given
     */
    public EditedWorld(Edit edit, Class<?> world) {
        try {
            Class<?> edited = new Loader(compiled(edit)).loadClass(world.getName());
            schedule = edited.getMethod("schedule", Choices.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Plays one schedule; throws as the world does. */
    @Override
    public void accept(Choices any) {
        try {
            schedule.invoke(null, any);
        } catch (InvocationTargetException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                default -> throw new IllegalStateException(e.getCause());
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Opened once: finding out what the class path has takes longer than compiling one file. */
    private static StandardJavaFileManager opened() {
        String path =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        StandardJavaFileManager opened = COMPILER.getStandardFileManager(null, null, null);
        List<Path> parts =
                Stream.of(path.split(File.pathSeparator))
                        .filter(part -> !part.isEmpty())
                        .map(Path::of)
                        .toList();
        try {
            opened.setLocationFromPaths(StandardLocation.CLASS_PATH, parts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return opened;
    }

    private static synchronized Map<String, byte[]> compiled(Edit edit) {
        Map<String, ByteArrayOutputStream> classes = new HashMap<>();
        JavaFileManager files =
                new ForwardingJavaFileManager<>(FILES) {
                    @Override
                    public JavaFileObject getJavaFileForOutput(
                            Location location,
                            String name,
                            JavaFileObject.Kind kind,
                            FileObject of) {
                        return new SimpleJavaFileObject(URI.create("memory:/" + name), kind) {
                            @Override
                            public OutputStream openOutputStream() {
                                return classes.computeIfAbsent(
                                        name, _ -> new ByteArrayOutputStream());
                            }
                        };
                    }
                };
        String name = edit.file().substring(edit.file().lastIndexOf('/') + 1);
        JavaFileObject source =
                new SimpleJavaFileObject(
                        URI.create("memory:/" + name), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreErrors) {
                        return edit.source();
                    }
                };
        List<String> options = List.of("-proc:none", "-nowarn");
        if (!COMPILER.getTask(null, files, null, options, null, List.of(source)).call()) {
            throw new IllegalStateException("Does not compile: " + edit);
        }
        Map<String, byte[]> bytes = new HashMap<>();
        classes.forEach((key, out) -> bytes.put(key, out.toByteArray()));
        return bytes;
    }

    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> edited;

        Loader(Map<String, byte[]> edited) {
            super(EditedWorld.class.getClassLoader());
            this.edited = edited;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (OWN.stream().noneMatch(name::startsWith)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null) {
                    return loaded;
                }
                byte[] bytes = edited.containsKey(name) ? edited.get(name) : asItIs(name);
                return defineClass(name, bytes, 0, bytes.length);
            }
        }

        private byte[] asItIs(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                return in.readAllBytes();
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
