-- pepper: what API keys are hashed with since the master key was rotated, sealed; null while it is
-- derived from the master key. incarnation: another number for every store that was restored.
ALTER TABLE probe
    ADD COLUMN pepper      text,
    ADD COLUMN incarnation bigint NOT NULL DEFAULT 0;

-- restored: the flow has not been taken over at its destination since the store was restored.
ALTER TABLE flow ADD COLUMN restored boolean NOT NULL DEFAULT false;
