package io.sluice.verification.simulation.oracle;

import static io.sluice.verification.simulation.world.Violation.unless;

import io.sluice.contracts.PayoutId;
import io.sluice.contracts.WithdrawalId;
import io.sluice.gateway.domain.PayoutState;
import io.sluice.ingest.domain.CallbackState;
import io.sluice.verification.simulation.kafka.Poison;
import io.sluice.verification.simulation.people.Partner;
import io.sluice.verification.simulation.provider.Payment;
import io.sluice.verification.simulation.provider.Providers;
import io.sluice.verification.simulation.service.ApiSite;
import io.sluice.verification.simulation.service.GatewaySite;
import io.sluice.verification.simulation.service.IngestSite;
import io.sluice.verification.simulation.service.LedgerSite;
import io.sluice.verification.simulation.service.OperationTable;
import io.sluice.withdrawal.application.OpenOutcome;
import io.sluice.withdrawal.domain.Payout;
import io.sluice.withdrawal.domain.PayoutStatus;
import io.sluice.withdrawal.domain.Withdrawal;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What must hold when nothing more will happen: all agree, and nothing is left over. */
public final class Rest {

    private final Oracle oracle;
    private final Poison poison;
    private final Partner partner;
    private final Providers providers;
    private final ApiSite api;
    private final LedgerSite ledger;
    private final GatewaySite gateway;
    private final IngestSite ingest;

    public Rest(
            Oracle oracle,
            Poison poison,
            Partner partner,
            Providers providers,
            ApiSite api,
            LedgerSite ledger,
            GatewaySite gateway,
            IngestSite ingest) {
        this.oracle = oracle;
        this.poison = poison;
        this.partner = partner;
        this.providers = providers;
        this.api = api;
        this.ledger = ledger;
        this.gateway = gateway;
        this.ingest = ingest;
    }

    /** Throws a violation for the first thing that does not hold. */
    public void audit(Map<String, Long> funded) {
        nothingIsLeft();
        wishes();
        oracle.stories().forEach(this::ended);
        answered();
        payments();
        new Books(ledger.books(), oracle, providers, funded).audit();
        api.withdrawals()
                .all()
                .forEach(w -> new PartnerView(w, api.withdrawals().events()).audit());
    }

    private void nothingIsLeft() {
        unless(poison.isOver(), "dead letters are left");
        unless(api.outbox().isEmpty(), "outbox: %s", api.outbox().rows());
        unless(gateway.outbox().isEmpty(), "outbox: %s", gateway.outbox().rows());
        unless(ingest.outbox().isEmpty(), "outbox: %s", ingest.outbox().rows());
        lag(Objects.requireNonNullElse(api.group().lag(), ""));
        lag(Objects.requireNonNullElse(ledger.group().lag(), ""));
        gateway.groups().forEach(group -> lag(Objects.requireNonNullElse(group.lag(), "")));
        lag(Objects.requireNonNullElse(ingest.group().lag(), ""));
        unless(
                ingest.callbacks().in(CallbackState.PARKED).isEmpty(),
                "parked callbacks: %s",
                ingest.callbacks().in(CallbackState.PARKED));
        for (var parked :
                List.of(api.parked(), ledger.parked(), gateway.parked(), ingest.parked())) {
            unless(parked.isEmpty(), "parked records: %s", parked);
        }
    }

    /** No review is undecided, and each cancellation has its answer. */
    private void answered() {
        unless(api.reviews().isOver(), "reviews are undecided");
        for (OperationTable.Row asked : api.operations().all()) {
            Withdrawal withdrawal = api.withdrawals().get(asked.withdrawalId());
            unless(
                    !asked.cancels()
                            || asked.outcome() != null
                            || (withdrawal != null && withdrawal.standing().isCancelled()),
                    "a cancellation is not answered: %s",
                    withdrawal);
        }
    }

    private static void lag(String behind) {
        unless(behind.isEmpty(), "not consumed: %s", behind);
    }

    /** One key, one withdrawal, whichever answers were heard. */
    private void wishes() {
        for (Partner.Wish wish : partner.wishes()) {
            Set<WithdrawalId> opened = new HashSet<>();
            for (OpenOutcome answer : wish.answers()) {
                switch (answer) {
                    case OpenOutcome.Opened(var stored) -> opened.add(stored.withdrawalId());
                    case OpenOutcome.Replayed(var stored) -> opened.add(stored.withdrawalId());
                    case OpenOutcome.InFlight _ -> {}
                    case OpenOutcome.KeyReused _, OpenOutcome.Refused _, OpenOutcome.Overloaded _ ->
                            unless(false, "%s is answered %s", wish.request(), answer);
                }
            }
            unless(opened.size() == 1, "%s opened %s", wish.request(), opened);
            WithdrawalId id = opened.iterator().next();
            Withdrawal withdrawal = api.withdrawals().get(id);
            unless(withdrawal != null, "accepted and lost: %s", id);
        }
        unless(
                api.withdrawals().all().size() == partner.wishes().size(),
                "%s withdrawals for %s requests",
                api.withdrawals().all().size(),
                partner.wishes().size());
        unless(
                oracle.stories().size() == partner.wishes().size(),
                "the ledger heard of %s of %s",
                oracle.stories().size(),
                partner.wishes().size());
    }

    /** Final, with what was paid settled, and nothing odd where the provider was not. */
    private void ended(Story story) {
        unless(story.outstanding() == 0, "outstanding %s: %s", story.outstanding(), story.request);
        shown(story);
        story.authorized
                .keySet()
                .forEach(
                        payout -> {
                            List<Payment> payments = providers.of(payout);
                            boolean odd = payments.stream().anyMatch(Payment::isOdd);
                            long paid = payments.stream().mapToLong(Payment::bookable).sum();
                            long settled = story.settled.getOrDefault(payout, 0L);
                            unless(
                                    settled == paid || (odd && settled < paid),
                                    "settled %s: %s",
                                    settled,
                                    payments);
                            unless(
                                    odd || !story.quarantined.contains(payout),
                                    "quarantined: %s",
                                    payments);
                        });
    }

    /** The partner sees each payout as the ledger has it, and none that is undecided. */
    private void shown(Story story) {
        Withdrawal withdrawal =
                Objects.requireNonNull(api.withdrawals().get(story.request.withdrawalId()));
        Set<PayoutId> seen = new HashSet<>();
        for (Payout payout : withdrawal.standing().payouts()) {
            unless(payout.status().isFinal(), "undecided %s: %s", payout, withdrawal);
            unless(story.agreesWith(payout), "shown %s: %s", payout, withdrawal);
            if (payout.status() != PayoutStatus.DECLINED) {
                seen.add(payout.id());
            }
        }
        unless(seen.equals(story.authorized.keySet()), "shown %s: %s", seen, story.authorized);
    }

    /** The gateway knows how each payout ended. */
    private void payments() {
        gateway.payouts()
                .all()
                .forEach(
                        payout -> {
                            List<Payment> payments = providers.of(payout.id());
                            long paid = payments.stream().mapToLong(Payment::paid).sum();
                            long back = payments.stream().mapToLong(Payment::returned).sum();
                            PayoutState state = payout.state();
                            boolean holds =
                                    switch (state) {
                                        case SENT -> paid > 0;
                                        case RETURNED -> back > 0;
                                        case REJECTED, CANCELLED ->
                                                paid == 0
                                                        || payments.stream()
                                                                .anyMatch(Payment::isOdd);
                                        case AUTHORIZED, SENDING, SUBMITTED, IN_DOUBT -> false;
                                    };
                            unless(holds, "the gateway has it %s: %s", state, payments);
                        });
    }
}
