package io.sluice.ledger.domain;

/**
 * A row to write.
 *
 * @param isNew not in the database yet
 */
public record Changed<T>(T value, boolean isNew) {}
