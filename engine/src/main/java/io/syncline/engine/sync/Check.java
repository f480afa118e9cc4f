package io.syncline.engine.sync;

import io.syncline.core.endpoint.Finding;
import java.util.List;

/**
 * What configuring a sync would find and do; made without writing anything.
 *
 * @param findings everything a person should know, errors first
 * @param actions what would be made at source and destinations, one sentence each
 * @param tables what would be copied
 * @param rowsEstimate about how many rows would be copied
 */
public record Check(
        List<Finding> findings, List<String> actions, List<Route> tables, long rowsEstimate) {
    /** Copies the lists. */
    public Check {
        findings = List.copyOf(findings);
        actions = List.copyOf(actions);
        tables = List.copyOf(tables);
    }

    /** Whether the sync can start. */
    public boolean good() {
        return findings.stream().noneMatch(finding -> finding.severity() == Finding.Severity.ERROR);
    }
}
