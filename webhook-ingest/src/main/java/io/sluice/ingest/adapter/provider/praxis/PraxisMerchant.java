package io.sluice.ingest.adapter.provider.praxis;

import io.sluice.ingest.adapter.provider.Secrets;
import io.sluice.ingest.application.CallbackProvider.Account;
import io.sluice.ingest.application.Delivery;
import io.sluice.ingest.application.Forgery;
import io.sluice.ingest.application.UnreadableCallback;
import io.sluice.ingest.application.Verdict;
import io.sluice.ingest.domain.Reading;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One merchant's notifications. What is signed must be read to be verified, so it is read first. */
final class PraxisMerchant implements Account {

    private final String merchantId;
    private final Set<String> applicationKeys;
    private final Secrets secrets;
    private final Duration oldest;
    private final Duration ahead;

    PraxisMerchant(
            String merchantId,
            Set<String> applicationKeys,
            Secrets secrets,
            Duration oldest,
            Duration ahead) {
        this.merchantId = merchantId;
        this.applicationKeys = Set.copyOf(applicationKeys);
        this.secrets = secrets;
        this.oldest = oldest;
        this.ahead = ahead;
    }

    @Override
    public Verdict judge(Delivery delivery, Instant now) {
        List<String> signatures = delivery.header(PraxisSignature.HEADER);
        if (signatures.isEmpty()) {
            return new Verdict.Forged(Forgery.SIGNATURE_MISSING);
        }
        if (signatures.size() > 1) {
            return new Verdict.Forged(Forgery.SIGNATURE_REPEATED);
        }
        if (!PraxisSignature.isWellFormed(signatures.getFirst())) {
            return new Verdict.Forged(Forgery.SIGNATURE_MALFORMED);
        }
        try {
            return judge(Notification.read(delivery.body()), signatures.getFirst(), now);
        } catch (UnreadableCallback unreadable) {
            return new Verdict.Unreadable(unreadable.problem());
        }
    }

    @Override
    public Reading reread(Delivery delivery) {
        return Notification.read(delivery.body()).reading();
    }

    private Verdict judge(Notification notification, String signature, Instant now) {
        if (notification.timestamp().isBefore(now.minus(oldest))) {
            return new Verdict.Forged(Forgery.TIMESTAMP_OLD);
        }
        if (notification.timestamp().isAfter(now.plus(ahead))) {
            return new Verdict.Forged(Forgery.TIMESTAMP_AHEAD);
        }
        Optional<String> signedWith = secretOf(notification, signature, now);
        if (signedWith.isEmpty()) {
            return new Verdict.Forged(Forgery.SIGNATURE_WRONG);
        }
        boolean forUs =
                notification.merchantId().equals(merchantId)
                        && applicationKeys.contains(notification.applicationKey());
        return forUs
                ? new Verdict.Genuine(notification.reading(), new SignedAnswers(signedWith.get()))
                : new Verdict.Forged(Forgery.ADDRESSEE_WRONG);
    }

    /** The secret that signed it; every one is tried, whichever matches. */
    private Optional<String> secretOf(Notification notification, String signature, Instant now) {
        Optional<String> found = Optional.empty();
        for (String secret : secrets.valid(now)) {
            if (PraxisSignature.matches(signature, notification.signed(), secret)) {
                found = Optional.of(secret);
            }
        }
        return found;
    }
}
