package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.FactSource;
import io.sluice.contracts.FactStatus;
import io.sluice.contracts.LedgerEvent.PayoutAuthorized;
import io.sluice.contracts.PayoutEvent.PayoutInDoubt;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.contracts.Topics;
import io.sluice.gateway.domain.Payout;
import io.sluice.gateway.domain.PayoutState;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * The drill of docs/recovery.md: payouts are sent, a backup from before them is put back, and the
 * consumer group is set back by time, first on what the ledger authorized, then on the facts.
 */
class RestoredTest {

    @Test
    void aGatewayRestoredFromABackupLooksBeforeItSendsAndSendsNothingThatIsTooOld() {
        try (Platform platform = Platform.alone()) {
            Backup backup = Backup.of(platform.database());
            Instant before = Instant.now();
            PayoutAuthorized replayed = authorize(platform, before, 6001, "pientegra");
            PayoutAuthorized found = authorize(platform, before, 6002, "praxis");
            PayoutAuthorized elsewhere = authorize(platform, before, 6003, "pientegra", "praxis");
            PayoutAuthorized unknown = authorize(platform, before, 6004, "pientegra", "praxis");
            for (PayoutAuthorized sent : List.of(replayed, found, elsewhere, unknown)) {
                platform.awaitState(sent.payoutId(), PayoutState.SENT);
                platform.awaitFacts(sent.payoutId(), 1);
            }
            Instant yesterday = before.minus(Duration.ofHours(20));
            script(platform, 6005);

            platform.restart(
                    () -> {
                        backup.putBack();
                        backup.setBack(Topics.LEDGER, before);
                        platform.praxis()
                                .on(
                                        ScriptedPraxis.OPEN,
                                        6002,
                                        ScriptedPraxis.Answer.error(400, "order_id not unique"));
                    },
                    "sluice.gateway.restored-at=" + Instant.now());
            PayoutAuthorized tooOld = platform.wire().authorize(yesterday, 6005, "pientegra");
            sentBefore(platform, elsewhere.payoutId());

            theSameRequestAgainIsTheLookUp(platform, replayed.payoutId());
            itsOrderIsLookedForFirst(platform, found.payoutId());
            whatTheTopicTellsIsBelieved(platform, elsewhere.payoutId());
            whatMayBeElsewhereWaitsForAnOperator(platform, unknown.payoutId(), 6004);
            whatMayBeElsewhereWaitsForAnOperator(platform, tooOld.payoutId(), 6005);
            whatIsAuthorizedLaterIsSentAsEver(platform);

            platform.restart(() -> backup.setBack(Topics.PAYOUT_STATUS, before));

            platform.awaitState(unknown.payoutId(), PayoutState.SENT);
            assertThat(platform.pientegra().submissions(6004)).hasSize(1);
        }
    }

    private static PayoutAuthorized authorize(
            Platform platform, Instant when, long amount, String... route) {
        script(platform, amount);
        return platform.wire().authorize(when, amount, route);
    }

    private static void script(Platform platform, long amount) {
        String reference = UUID.nameUUIDFromBytes(new byte[] {(byte) amount}).toString();
        platform.pientegra()
                .onSubmit(
                        amount,
                        ScriptedProvider.Answer.of(
                                201, "{\"withdrawalId\":\"" + reference + "\"}"));
        platform.pientegra()
                .onLookUp(
                        reference,
                        ScriptedProvider.Answer.of(
                                200,
                                "{\"id\":\"%s\",\"status\":\"SENT\",\"amount\":\"%d\"}"
                                        .formatted(reference, amount)));
    }

    private static void theSameRequestAgainIsTheLookUp(Platform platform, PayoutId payout) {
        platform.awaitState(payout, PayoutState.SENT);
        assertThat(platform.awaitHeard(PayoutInDoubt.class, payout))
                .singleElement()
                .satisfies(
                        doubt ->
                                assertThat(doubt.reason())
                                        .isEqualTo("perhaps sent before a restore"));
        assertThat(platform.pientegra().submissions(6001)).hasSize(2);
        assertThat(platform.pientegra().submissions(6001).stream().distinct()).hasSize(1);
    }

    private static void itsOrderIsLookedForFirst(Platform platform, PayoutId payout) {
        platform.awaitState(payout, PayoutState.SENT);
        assertThat(platform.praxis().whats(6002))
                .containsExactly(
                        ScriptedPraxis.OPEN, ScriptedPraxis.COMPLETE, ScriptedPraxis.FIND_ORDER);
    }

    /** Its second attempt had been paid by the next gateway: a callback's fact says so. */
    private static void sentBefore(Platform platform, PayoutId payout) {
        await().atMost(Platform.PATIENCE).until(() -> platform.find(payout), Objects::nonNull);
        Payout stored = Objects.requireNonNull(platform.find(payout));
        platform.wire()
                .say(
                        new PayoutStatusReported(
                                stored.order().withdrawalId(),
                                payout,
                                2,
                                FactStatus.SENT,
                                6003,
                                0,
                                stored.order().currency(),
                                true,
                                0,
                                "praxis",
                                "777",
                                null,
                                Instant.now(),
                                FactSource.CALLBACK));
    }

    private static void whatTheTopicTellsIsBelieved(Platform platform, PayoutId payout) {
        Payout sent = platform.awaitState(payout, PayoutState.SENT);
        assertThat(sent.attempts()).hasSize(2);
        assertThat(sent.attempts().getLast().provider().value()).isEqualTo("praxis");
        assertThat(sent.attempts().getLast().reference()).isEqualTo("777");
        assertThat(platform.pientegra().submissions(6003)).hasSize(1);
        assertThat(platform.praxis().calls(6003)).isEmpty();
    }

    private static void whatMayBeElsewhereWaitsForAnOperator(
            Platform platform, PayoutId payout, long amount) {
        await().atMost(Platform.PATIENCE)
                .until(
                        () -> platform.find(payout),
                        found ->
                                found != null
                                        && found.state() == PayoutState.IN_DOUBT
                                        && found.plan() == null);
        assertThat(platform.pientegra().submissions(amount)).hasSize(amount == 6004 ? 1 : 0);
        assertThat(platform.praxis().calls(amount)).isEmpty();
    }

    private static void whatIsAuthorizedLaterIsSentAsEver(Platform platform) {
        script(platform, 6006);
        PayoutId later = platform.authorize(6006, "pientegra", "praxis");
        platform.awaitState(later, PayoutState.SENT);
        assertThat(platform.heard(PayoutInDoubt.class, later)).isEmpty();
    }
}
