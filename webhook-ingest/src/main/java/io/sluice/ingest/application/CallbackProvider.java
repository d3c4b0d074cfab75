package io.sluice.ingest.application;

import io.sluice.ingest.domain.Reading;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;

/** A payout provider's callbacks: one room of the adapters for each provider, and no more. */
public interface CallbackProvider {

    /** As in the path {@code /webhooks/{name}/...} and in events. */
    String name();

    /** True unless the provider's source addresses are known and this is none of them. */
    boolean admits(InetAddress source);

    /** The account (a site, a merchant) of that name; empty when none is configured. */
    Optional<Account> account(String name);

    /** One account, with the secrets that sign its callbacks. */
    interface Account {

        /**
         * Verifies and reads. Answers for every input whatever and never throws; touches no
         * database; compares in constant time.
         */
        Verdict judge(Delivery delivery, Instant now);

        /**
         * Reads, once more, what was verified when it came.
         *
         * @throws UnreadableCallback when today's rules no longer accept it
         */
        Reading reread(Delivery delivery);
    }

    /** The answers to one genuine callback, as its provider expects them. */
    interface Answers {

        /** It is kept, now or already before. */
        Answer kept(Instant now);

        /** Our own store failed: the provider is to send it again. */
        Answer notKept(Instant now);
    }
}
