package io.sluice.gateway.application;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Whether our database is a backup that was put back.
 *
 * @param at when; null: it never was
 */
public record Restore(@Nullable Instant at) {}
