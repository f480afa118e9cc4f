package io.syncline.engine.mirror;

import io.syncline.core.endpoint.Code;
import io.syncline.engine.sync.FlowStatus;

/**
 * Why a flow stands still although nothing is broken.
 *
 * @param phase HELD or DETACHED
 * @param code for people
 * @param problem in words, without secrets
 */
public record Hold(FlowStatus.Phase phase, Code code, String problem) {}
