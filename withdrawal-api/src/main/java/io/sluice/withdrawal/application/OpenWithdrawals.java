package io.sluice.withdrawal.application;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.Processing;
import io.sluice.contracts.Start;
import io.sluice.contracts.WalletKey;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;
import io.sluice.contracts.WithdrawalId;
import io.sluice.messaging.Destination;
import io.sluice.messaging.DestinationSeal;
import io.sluice.messaging.GroupCommit;
import io.sluice.withdrawal.domain.Application;
import io.sluice.withdrawal.domain.PartnerEvent;
import io.sluice.withdrawal.domain.Payout;
import io.sluice.withdrawal.domain.ReferenceNo;
import io.sluice.withdrawal.domain.Refusal;
import io.sluice.withdrawal.domain.Standing;
import io.sluice.withdrawal.domain.Withdrawal;
import io.sluice.withdrawal.domain.WithdrawalRequest;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;

/** Opens withdrawals: each exactly once for its idempotency key, many in one commit under load. */
public final class OpenWithdrawals {

    private static final int CREATED = 201;

    private final Withdrawals withdrawals;
    private final WithdrawalBodies bodies;
    private final PublishEvents publishEvents;
    private final DestinationSeal seal;
    private final GroupCommit<Opening, Withdrawals.Written> commits;
    private final Clock clock;
    private final RandomGenerator random;
    private final Set<IdempotencyKey> inFlight = ConcurrentHashMap.newKeySet();

    public OpenWithdrawals(
            Withdrawals withdrawals,
            WithdrawalBodies bodies,
            PublishEvents publishEvents,
            DestinationSeal seal,
            Clock clock,
            RandomGenerator random,
            GroupCommit.Bounds bounds) {
        this.withdrawals = withdrawals;
        this.bodies = bodies;
        this.publishEvents = publishEvents;
        this.seal = seal;
        this.clock = clock;
        this.random = random;
        this.commits = new GroupCommit<>(bounds, this::commit);
    }

    /**
     * Durable when it answers: the commit is on disk. A failure may have written it all the same,
     * which the next call with the same key tells.
     */
    public Mono<OpenOutcome> open(
            Application application,
            IdempotencyKey key,
            WithdrawalRequest request,
            @Nullable String traceparent) {
        String hash = hash(request);
        Optional<Refusal> refusal = request.refusedBy(application);
        if (refusal.isPresent()) {
            return withdrawals
                    .known(key)
                    .map(
                            known ->
                                    known.map(earlier -> again(earlier, hash))
                                            .orElseGet(
                                                    () -> new OpenOutcome.Refused(refusal.get())));
        }
        Opening opening = opening(application, key, hash, request, traceparent);
        return Mono.defer(
                () -> {
                    if (!inFlight.add(key)) {
                        return Mono.just(new OpenOutcome.InFlight());
                    }
                    return commits.submit(opening)
                            .map(written -> outcome(written, hash))
                            .onErrorResume(
                                    RejectedExecutionException.class,
                                    _ -> {
                                        inFlight.remove(key);
                                        return Mono.just(new OpenOutcome.Overloaded());
                                    });
                });
    }

    /** In flight until its commit has ended, whether or not its caller is still there; no longer. */
    private Mono<List<Withdrawals.Written>> commit(List<Opening> batch) {
        return Mono.defer(() -> withdrawals.open(batch))
                .doOnTerminate(() -> batch.forEach(opening -> inFlight.remove(opening.key())));
    }

    /** Whether a key was used before. */
    public Mono<Boolean> isKnown(IdempotencyKey key) {
        return withdrawals.known(key).map(Optional::isPresent);
    }

    private static OpenOutcome outcome(Withdrawals.Written written, String hash) {
        return switch (written) {
            case Withdrawals.Written.Fresh fresh -> new OpenOutcome.Opened(fresh.answer());
            case Withdrawals.Written.Refused refused -> new OpenOutcome.Refused(refused.refusal());
            case Withdrawals.Written.Known known -> again(known, hash);
        };
    }

    private static OpenOutcome again(Withdrawals.Written.Known known, String hash) {
        return known.requestHash().equals(hash)
                ? new OpenOutcome.Replayed(known.answer())
                : new OpenOutcome.KeyReused();
    }

    private Opening opening(
            Application application,
            IdempotencyKey key,
            String hash,
            WithdrawalRequest request,
            @Nullable String traceparent) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        WalletKey wallet =
                new WalletKey(
                        application.merchantId(), request.externalUserId(), request.currency());
        WithdrawalId id = WithdrawalId.mint(wallet.slot(), now, random);
        PayoutId payoutId =
                startsAtOnce(application, request)
                        ? PayoutId.mint(wallet.slot(), now, random)
                        : null;
        Destination destination =
                new Destination(request.iban(), request.holderName(), request.externalUserLabel());
        var sealed = seal.seal(id, destination);
        return new Opening(
                key,
                hash,
                application,
                numbers -> {
                    Withdrawal withdrawal =
                            new Withdrawal(
                                    id,
                                    numbers.request(),
                                    ReferenceNo.of(
                                            now.atZone(ZoneOffset.UTC).getYear(),
                                            numbers.reference()),
                                    application.merchantId(),
                                    application.applicationKey(),
                                    request.externalUserId(),
                                    request.amount(),
                                    request.currency(),
                                    application.balanceModel(),
                                    application.processing(),
                                    application.gateways(),
                                    request.maskedIban(),
                                    sealed,
                                    now,
                                    application.reserveExpiry() == null
                                            ? null
                                            : now.plus(application.reserveExpiry()),
                                    Standing.opened(
                                            request.amount(),
                                            payouts(application, payoutId, request, numbers),
                                            now));
                    return ready(application, withdrawal, payoutId, traceparent);
                });
    }

    private static boolean startsAtOnce(Application application, WithdrawalRequest request) {
        return application.processing() == Processing.AUTOMATIC
                && !application.reviews(request.amount());
    }

    private static List<Payout> payouts(
            Application application,
            @Nullable PayoutId payoutId,
            WithdrawalRequest request,
            Opening.Numbers numbers) {
        if (payoutId == null) {
            return List.of();
        }
        int tid = application.separateTraceId() ? numbers.trace() : numbers.request();
        List<String> gateways = application.gateways();
        return List.of(
                Payout.ordered(
                        payoutId,
                        tid,
                        null,
                        request.amount(),
                        gateways.isEmpty() ? null : gateways.getFirst()));
    }

    private Opening.Ready ready(
            Application application,
            Withdrawal withdrawal,
            @Nullable PayoutId payoutId,
            @Nullable String traceparent) {
        PartnerEvent created = PartnerEvent.created(withdrawal);
        WithdrawalRequested requested =
                new WithdrawalRequested(
                        withdrawal.id(),
                        payoutId,
                        withdrawal.merchantId(),
                        withdrawal.applicationKey(),
                        withdrawal.externalUserId(),
                        withdrawal.amount(),
                        withdrawal.currency(),
                        withdrawal.model(),
                        withdrawal.processing(),
                        payoutId == null ? Start.ORDERED : Start.AT_ONCE,
                        withdrawal.route(),
                        withdrawal.destination(),
                        withdrawal.expiresAt());
        return new Opening.Ready(
                withdrawal,
                new StoredAnswer(withdrawal.id(), CREATED, bodies.opened(withdrawal)),
                publishEvents.publish(application, withdrawal, created, traceparent),
                new Envelope<>(
                        EventId.derived(withdrawal.id().toString(), requested.type()),
                        WithdrawalBodies.SOURCE,
                        withdrawal.createdAt(),
                        null,
                        traceparent,
                        requested),
                application.reviews(withdrawal.amount())
                        ? withdrawal.createdAt().plus(application.reviewExpiry())
                        : null);
    }

    /** The same for the same meaning: spelling of numbers, spaces and unknown fields do not count. */
    private static String hash(WithdrawalRequest request) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part :
                    new String[] {
                        request.externalUserId(),
                        request.externalUserLabel() == null
                                ? "-"
                                : "+" + request.externalUserLabel(),
                        Long.toString(request.amount()),
                        request.currency().getCurrencyCode(),
                        request.iban(),
                        request.holderName()
                    }) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
