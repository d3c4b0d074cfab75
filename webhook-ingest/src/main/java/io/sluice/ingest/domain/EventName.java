package io.sluice.ingest.domain;

/** Names a provider's event among all providers and accounts. */
public record EventName(String provider, String account, String eventKey) {}
