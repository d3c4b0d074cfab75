package io.sluice.ledger.domain;

/** An account and what is on it. */
public record AccountBalance(Account account, Balance balance) {}
