package io.syncline.engine.mirror;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs each lane on a thread of its own, made by the given factory (virtual threads in the real
 * process).
 */
public final class ThreadLanes implements Lanes {
    private final ThreadFactory threads;

    /** Lanes on threads of this factory. */
    public ThreadLanes(ThreadFactory threads) {
        this.threads = threads;
    }

    @Override
    public Handle start(String name, Lane lane) {
        Loop loop = new Loop(lane);
        Thread thread = threads.newThread(loop);
        thread.setName(name);
        loop.thread = thread;
        thread.start();
        return loop;
    }

    private static final class Loop implements Runnable, Handle {
        private final Lane lane;
        private volatile Thread thread = Thread.currentThread();
        private volatile boolean stopped;
        private volatile boolean woken;

        Loop(Lane lane) {
            this.lane = lane;
        }

        @Override
        public void run() {
            while (!stopped) {
                woken = false;
                switch (lane.step()) {
                    case Lane.Next.Again _ -> {}
                    case Lane.Next.Wait(var atMost) -> {
                        if (!woken && !stopped) {
                            LockSupport.parkNanos(this, atMost.toNanos());
                        }
                    }
                    case Lane.Next.Done _ -> {
                        return;
                    }
                }
            }
        }

        @Override
        public void wake() {
            woken = true;
            LockSupport.unpark(thread);
        }

        @Override
        public void stop() {
            stopped = true;
            LockSupport.unpark(thread);
            if (Thread.currentThread().equals(thread)) {
                return;
            }
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
