package io.syncline.testkit.connector;

/**
 * What a connector has to do that is a source, can be copied, looked into and compared, and is a
 * target with checkpoints: each capability as it is promised, and what is refused with the promised
 * error. A test class of the connector's room implements it and gives a {@link Ground} of its own
 * to each test.
 */
public interface ConnectorContract
        extends EndpointContract, SourceContract, SnapshotContract, TargetContract {}
