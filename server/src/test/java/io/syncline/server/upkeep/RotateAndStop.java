package io.syncline.server.upkeep;

import io.syncline.store.KeyRotation;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/** A process that rotates keys and stands still once a step is done, to be killed there. */
final class RotateAndStop {
    static final String STANDS = "It stands";

    private RotateAndStop() {}

    /** The step, then the command's own arguments. */
    public static void main(String[] arguments) {
        KeyRotation.Step wanted = KeyRotation.Step.valueOf(arguments[0]);
        int status =
                new Upkeep(System.out, System.err)
                        .rotateKeys(
                                Arrays.asList(arguments).subList(1, arguments.length),
                                step -> {
                                    if (step == wanted) {
                                        stand();
                                    }
                                });
        System.exit(status);
    }

    private static void stand() {
        System.out.println(STANDS);
        System.out.flush();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
