package io.sluice.withdrawal.application;

import java.util.UUID;

/** A partner's key for one request, unique within its application. */
public record IdempotencyKey(String applicationKey, UUID value) {}
