package io.sluice.ledger.domain;

/** Says why one record can never be booked. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Refusal(String reason) {
        super(reason);
    }
}
