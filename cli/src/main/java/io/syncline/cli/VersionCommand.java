package io.syncline.cli;

import picocli.CommandLine.Command;

/** Says which release this is. */
@Command(name = "version", description = "Says which version this is.")
final class VersionCommand implements Runnable {
    @Override
    public void run() {
        System.out.println(new Release().getVersion()[0]);
    }
}
