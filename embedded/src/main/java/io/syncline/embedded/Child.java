package io.syncline.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process that dies with its parent.
 *
 * <p>Three nets, one below the other: {@link #stop} by whoever started it, a shutdown hook of this
 * JVM, and the kernel's parent death signal, which also works when this JVM is killed with signal
 * 9. The kernel sends that signal when the <em>thread</em> that started the child ends, so all
 * children are started by one thread that never does. Safe for use by several threads.
 */
public final class Child {
    /** What a child can be asked to stop with. */
    public enum Signal {
        /** Interrupt: PostgreSQL's fast shutdown. */
        INT,
        /** Terminate. */
        TERM
    }

    /** How long the shutdown hook waits before it kills; service managers give up after 90 s. */
    private static final Duration PATIENCE_AT_EXIT = Duration.ofSeconds(20);

    /** Slow disks take a quarter of it. */
    private static final Duration INSTALL_PATIENCE = Duration.ofMinutes(2);

    /** How long orphans of a killed child may take to notice that it is gone. */
    private static final Duration PATIENCE_WITH_ORPHANS = Duration.ofSeconds(5);

    private static final LinkedBlockingQueue<FutureTask<Process>> TO_START =
            new LinkedBlockingQueue<>();
    private static final Set<Child> STOPPED_AT_EXIT = ConcurrentHashMap.newKeySet();

    static {
        Thread.ofPlatform().daemon().name("syncline-child-starter").start(Child::startForever);
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .name("syncline-child-stopper")
                                .unstarted(Child::stopAll));
    }

    private final Process process;
    private final Launch launch;

    private Child(Process process, Launch launch) {
        this.process = process;
        this.launch = launch;
    }

    /**
     * Starts a process, as user 65534 when we are root.
     *
     * @throws LaunchException when the platform cannot do it or the program cannot be run
     */
    public static Child start(Launch launch) {
        Host.requireSupported();
        ProcessBuilder builder =
                new ProcessBuilder(Host.dyingWithParent(launch.command(), launch.farewell()))
                        .redirectErrorStream(true)
                        .redirectInput(launch.input().toFile())
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(launch.log().toFile()));
        // Settings of other servers in our environment must not reach this one.
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("PG") || name.startsWith("MYSQL_"));
        builder.environment().put("LC_ALL", "C");
        FutureTask<Process> task = new FutureTask<>(builder::start);
        TO_START.add(task);
        try {
            Child child = new Child(task.get(), launch);
            STOPPED_AT_EXIT.add(child);
            return child;
        } catch (ExecutionException e) {
            throw new LaunchException("Cannot run " + launch.command().getFirst(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchException("Interrupted while starting a child", e);
        }
    }

    /**
     * Runs a program that makes a server's data folder, to its end.
     *
     * @param product for the message
     * @throws LaunchException if it took too long or ended with a code other than 0
     */
    static void install(Launch launch, String product) {
        Child installer = start(launch);
        boolean ended = installer.awaitExit(INSTALL_PATIENCE);
        if (!ended) {
            installer.kill9();
        }
        int code = installer.exitCode();
        if (!ended || code != 0) {
            throw LaunchException.withLog(
                    "%s could not create its data folder: %s %s."
                            .formatted(
                                    product,
                                    launch.command().getFirst(),
                                    ended
                                            ? "ended with code " + code
                                            : "was not ready after " + INSTALL_PATIENCE),
                    launch.log(),
                    null);
        }
    }

    /** The process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether it still runs. */
    public boolean alive() {
        return process.isAlive();
    }

    /** Waits for the end; true when it ended in time. An interrupt is kept for later. */
    public boolean awaitExit(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    boolean ended = process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                    if (ended) {
                        STOPPED_AT_EXIT.remove(this);
                    }
                    return ended;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The exit code of an ended child. */
    int exitCode() {
        return process.exitValue();
    }

    /**
     * Asks it to stop, and kills it when it has not done so in time. Does nothing when it ended.
     */
    public void stop(Duration patience) {
        ask();
        if (!awaitExit(patience)) {
            kill9();
        }
    }

    /** Kills it at once, as a power cut would, and waits until its own children are gone too. */
    public void kill9() {
        List<ProcessHandle> orphans = process.descendants().toList();
        process.destroyForcibly();
        awaitExit(PATIENCE_WITH_ORPHANS);
        for (ProcessHandle orphan : orphans) {
            if (!Leftovers.awaitGone(orphan, PATIENCE_WITH_ORPHANS)) {
                orphan.destroyForcibly();
            }
        }
    }

    /**
     * Takes this child out of the shutdown hook, for an owner who stops it in a hook of their own
     * after what depends on it. The kernel's net stays.
     */
    void leaveToOwner() {
        STOPPED_AT_EXIT.remove(this);
    }

    private void ask() {
        if (process.isAlive()) {
            signal(process.pid(), launch.farewell());
        }
    }

    /** Sends a signal; the shell does it, since the JDK can send no interrupt. */
    static void signal(long pid, Signal signal) {
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -" + signal.name() + " " + pid)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new LaunchException("Cannot send a signal to process " + pid, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void startForever() {
        while (true) {
            try {
                TO_START.take().run();
            } catch (InterruptedException ignored) {
                // Ending this thread would end every child, so it goes on.
            }
        }
    }

    private static void stopAll() {
        List<Child> children = List.copyOf(STOPPED_AT_EXIT);
        children.forEach(Child::ask);
        children.forEach(
                child -> {
                    if (!child.awaitExit(PATIENCE_AT_EXIT)) {
                        child.kill9();
                    }
                });
    }
}
