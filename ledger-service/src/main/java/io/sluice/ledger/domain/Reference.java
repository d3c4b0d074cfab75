package io.sluice.ledger.domain;

/** By which a merchant names a credit or debit, once. */
public record Reference(String merchantId, String text) {}
