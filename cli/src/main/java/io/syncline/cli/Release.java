package io.syncline.cli;

import picocli.CommandLine.IVersionProvider;

/** Which release this is, as the jar's manifest says. */
final class Release implements IVersionProvider {
    /** Name and version in one line. */
    @Override
    public String[] getVersion() {
        String version = Release.class.getPackage().getImplementationVersion();
        return new String[] {"Syncline " + (version == null ? "(unpacked classes)" : version)};
    }
}
