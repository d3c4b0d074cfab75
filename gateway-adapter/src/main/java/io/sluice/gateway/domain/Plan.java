package io.sluice.gateway.domain;

import java.time.Instant;

/**
 * What is done next, and when. While somebody holds the claim, {@code dueAt} is the end of the
 * lease.
 */
public record Plan(Step step, Instant dueAt) {}
