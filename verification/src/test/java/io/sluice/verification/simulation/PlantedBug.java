package io.sluice.verification.simulation;

import io.sluice.verification.simulation.service.Seams;
import io.sluice.verification.simulation.world.Weather;

import java.util.function.Supplier;

/** What a service could do wrong, each in a few lines. */
enum PlantedBug {
    /** A redelivered record is taken for a new one, and its outcomes are not said again. */
    SKIPS_THE_INBOX(LedgerBugs.SkipsTheInbox::new),
    /** Outcomes go out before they are true. */
    PUBLISHES_BEFORE_THE_COMMIT(LedgerBugs.PublishesBeforeTheCommit::new),
    /** A cumulative total is booked as if nothing had been booked before. */
    SETTLES_TWICE(LedgerBugs.SettlesTwice::new),
    /** Offsets move before the batch is done: what a dying owner held is lost. */
    DROPS_ON_REBALANCE(StreamBugs.CommitsOffsetsFirst::new),
    /** Outbox rows are deleted before the broker has them. */
    DELETES_BEFORE_SENDING(StreamBugs.DeletesOutboxRowsFirst::new),
    /** Facts are spread by payout, not by wallet. */
    WRONG_PARTITION(StreamBugs.SpreadsFactsByPayout::new),
    /** What comes after a dead letter of its withdrawal goes ahead. */
    FORGETS_PARKING(StreamBugs.ForgetsParking::new),
    /** A time-out is taken for a no: another gateway is asked. */
    CASCADES_AFTER_A_TIME_OUT(GatewayBugs.CascadesAfterATimeOut::new),
    /** A time-out is taken for the end: the money goes back to the wallet. */
    RELEASES_ON_ERROR(GatewayBugs.ReleasesOnError::new),
    /** A doubt is retried under a new key. */
    RETRIES_UNDER_ANOTHER_KEY(GatewayBugs.RetriesUnderAnotherKey::new),
    /** A sender that was stopped for long goes on as if nobody had taken over. */
    FORGETS_THE_LEASE(GatewayBugs.ForgetsTheLease::new),
    /** A no to a repeat is taken for a no to the first send. */
    BELIEVES_A_REFUSED_REPEAT(GatewayBugs.BelievesARefusedRepeat::new),
    /** Repeats go on when the provider has forgotten the key. */
    REPEATS_FOR_TWO_DAYS(GatewayBugs.RepeatsForTwoDays::new),
    /** An unsigned status is believed without a look-up. */
    BELIEVES_A_CLAIM(GatewayBugs.BelievesAClaim::new),
    /** A callback that comes before its payout is known is acknowledged and dropped. */
    DROPS_EARLY_CALLBACKS(IngestBugs.DropsEarlyCallbacks::new),
    /** A repeated request opens another withdrawal. */
    FORGETS_IDEMPOTENCY_KEYS(ApiBugs.ForgetsIdempotencyKeys::new),
    /** A partner's event is not written with what it tells of. */
    LOSES_PARTNER_EVENTS(ApiBugs.LosesPartnerEvents::new),
    /** An agent's repeat of a request orders another payout. */
    FORGETS_SIGNED_REQUESTS(ApiBugs.ForgetsSignedRequests::new),
    /** An agent may order what operators have not approved. */
    SKIPS_THE_REVIEW(ApiBugs.SkipsTheReview::new),
    /** One operator's approval counts for two. */
    TAKES_ONE_APPROVAL_FOR_TWO(ApiBugs.TakesOneApprovalForTwo::new),
    /** What is out on a part is taken for what remains. */
    COUNTS_THE_REMAINDER_TWICE(LedgerBugs.CountsTheRemainderTwice::new),
    /** A cancellation gives back what a payout is already under way with. */
    CANCELS_WHAT_IS_UNDER_WAY(LedgerBugs.CancelsWhatIsUnderWay::new);

    private final Supplier<Seams> planted;

    PlantedBug(Supplier<Seams> planted) {
        this.planted = planted;
    }

    /** The services with it. */
    Seams planted() {
        return planted.get();
    }

    /** The services as they are, in the weather in which it is looked for. */
    Seams itsWeather() {
        Seams bug = planted();
        return new Seams() {
            @Override
            public Weather weather(Weather real) {
                return bug.weather(real);
            }
        };
    }
}
