package io.sluice.verification.simulation.provider;

/** What comes back over HTTP, if anything does. */
sealed interface Answer {

    /** Nobody was there: nothing was sent. */
    record NotSent() implements Answer {}

    /** No answer, a broken one, one that does not verify, or a server's error. */
    record Nothing(String reason) implements Answer {}

    record Turned(int status, String code) implements Answer {}

    record Accepted(String reference) implements Answer {}

    /** A payment as it is shown. */
    record Shown(
            String reference,
            Payment.Status status,
            long paid,
            long returned,
            long fee,
            String reason)
            implements Answer {

        static Shown of(Payment payment) {
            if (payment.status() == Payment.Status.REJECTED && payment.paid() > 0) {
                payment.lied();
            }
            String reason = payment.reason();
            return new Shown(
                    payment.reference(),
                    payment.status(),
                    payment.paid(),
                    payment.returned(),
                    payment.fee(),
                    reason == null ? "" : reason);
        }
    }
}
