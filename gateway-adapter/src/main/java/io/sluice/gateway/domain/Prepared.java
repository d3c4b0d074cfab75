package io.sluice.gateway.domain;

import java.time.Instant;

/**
 * A request ready to be recorded.
 *
 * @param key the idempotency key or order id
 * @param sealedRequest the exact bytes, sealed
 * @param stampedAt the time that the request carries
 */
public record Prepared(String key, String sealedRequest, Instant stampedAt) {}
