package io.syncline.server.api;

import io.syncline.engine.doctor.Doctor;
import io.syncline.engine.doctor.Probe;
import io.syncline.engine.store.Registry;
import io.syncline.engine.sync.Connectors;
import java.nio.file.Path;

/**
 * What the calls about endpoints and the house's health work on.
 *
 * @param registry endpoints with a name, and API keys
 * @param connectors opens them
 * @param probe tries connections
 * @param doctor looks for what is left over and missing
 * @param data the folder of everything durable
 */
public record Care(
        Registry registry, Connectors connectors, Probe probe, Doctor doctor, Path data) {}
