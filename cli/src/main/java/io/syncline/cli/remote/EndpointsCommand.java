package io.syncline.cli.remote;

import picocli.CommandLine.Command;

/** What can be done to endpoints that have a name. */
@Command(
        name = "endpoints",
        description = "Keeps endpoints under names, and tries their connections.",
        mixinStandardHelpOptions = true,
        subcommands = {
            EndpointsList.class,
            EndpointsAdd.class,
            EndpointsTest.class,
            EndpointsRemove.class
        })
public final class EndpointsCommand {
    static final String PATH = "/api/v1/endpoints";

    /**
     * Where an endpoint is.
     *
     * @throws Failure USAGE if no endpoint can have the name
     */
    static String path(String name) {
        if (!name.matches("[A-Za-z0-9_-]{1,63}")) {
            throw Failure.of(
                    Exit.USAGE,
                    "An endpoint's name has letters, digits, - and _, at most 63 of them.");
        }
        return PATH + "/" + name;
    }
}
