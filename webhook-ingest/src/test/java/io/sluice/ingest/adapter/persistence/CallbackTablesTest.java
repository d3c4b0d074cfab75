package io.sluice.ingest.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contracts.FactStatus;
import io.sluice.ingest.Database;
import io.sluice.ingest.Ingest;
import io.sluice.ingest.Payout;
import io.sluice.ingest.application.Callbacks;
import io.sluice.ingest.application.Callbacks.Arrival;
import io.sluice.ingest.application.Delivery;
import io.sluice.ingest.application.DiscardOldCallbacks;
import io.sluice.ingest.application.LinkContradicted;
import io.sluice.ingest.application.LinkPayouts;
import io.sluice.ingest.application.ReceiveCallback;
import io.sluice.ingest.application.ReplayCallback;
import io.sluice.ingest.domain.Callback;
import io.sluice.ingest.domain.CallbackId;
import io.sluice.ingest.domain.CallbackState;
import io.sluice.ingest.domain.Link;
import io.sluice.ingest.domain.ProviderReference;
import io.sluice.ingest.domain.Reading;
import io.sluice.ingest.domain.Report;
import io.sluice.testing.DatabaseAddress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import reactor.core.publisher.Flux;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

final class CallbackTablesTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Currency TRY = Currency.getInstance("TRY");
    private static final Delivery RAW =
            new Delivery(Map.of("X", List.of("secret-content")), new byte[] {1});
    private static final int AT_ONCE = 100;

    private final DatabaseAddress database = Ingest.sharedDatabase();
    private final Ingest ingest = Ingest.shared();
    private final Callbacks callbacks = ingest.bean(Callbacks.class);
    private final SecureRandom random = new SecureRandom();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    callback_state_known             | state = 'LOST'
                    callback_fact_known              | fact = 'PAID'
                    callback_fact_whole              | fee = NULL
                    callback_fact_has_reference      | provider_reference = NULL
                    callback_returned_within_sent    | sent_total = -1
                    callback_returned_within_sent    | returned_total = 250001
                    callback_fee_not_negative        | fee = -1
                    callback_raw_whole               | raw = NULL
                    """)
    void theDatabaseRefusesWhatTheDomainRefuses(String constraint, String change) {
        CallbackId id = kept(Instant.now(), UUID.randomUUID().toString());

        assertThatThrownBy(
                        () -> execute("UPDATE callback SET " + change + " WHERE id = '" + id + "'"))
                .hasMessageContaining(constraint);
    }

    @Test
    void aParkedCallbackHasAFactAndALinkIsWhole() {
        CallbackId id = kept(Instant.now(), "r-whole");

        assertThatThrownBy(
                        () ->
                                execute(
                                        """
                                        UPDATE callback SET fact = NULL, sent_total = NULL, returned_total = NULL,
                                            currency = NULL, is_final = NULL, fee = NULL, occurred_at = NULL
                                        WHERE id = '%s'
                                        """
                                                .formatted(id)))
                .hasMessageContaining("callback_parked_has_fact");
        assertThatThrownBy(
                        () ->
                                execute(
                                        "UPDATE provider_reference SET attempt = 1 WHERE reference = 'r-whole'"))
                .hasMessageContaining("provider_reference_linked_whole");
    }

    @Test
    void aReferenceNamesOneAttemptAndTheFirstStays() {
        Payout first = Payout.opened("pientegra");
        Payout second = Payout.opened("pientegra");
        ProviderReference reference = new ProviderReference("pientegra", first.reference());
        Link ofFirst = link(first);
        callbacks.link(Map.of(reference, ofFirst)).block(SOON);
        ProviderReference another = new ProviderReference("pientegra", second.reference());

        assertThatThrownBy(
                        () ->
                                callbacks
                                        .link(
                                                Map.of(
                                                        reference,
                                                        link(second),
                                                        another,
                                                        link(second)))
                                        .block(SOON))
                .isInstanceOf(LinkContradicted.class)
                .hasMessageContaining("as before");
        assertThat(
                        Database.count(
                                database,
                                "SELECT count(*) FROM provider_reference WHERE reference = ?",
                                second.reference()))
                .as("nothing of the whole is done")
                .isZero();
        callbacks.link(Map.of(reference, ofFirst)).block(SOON);
        ingest.bean(LinkPayouts.class).link(List.of(first.submitted())).block(SOON);
    }

    @Test
    void whatWasReceivedIsEncryptedAndGoesWhenItsTimeIsOver() {
        Instant old = Instant.now().minus(Duration.ofDays(31));
        CallbackId older = kept(old, UUID.randomUUID().toString());
        CallbackId newer = kept(Instant.now(), UUID.randomUUID().toString());
        assertThat(
                        Database.count(
                                database,
                                "SELECT count(*) FROM callback WHERE position('secret-content'::bytea IN raw) > 0"))
                .isZero();

        ingest.bean(DiscardOldCallbacks.class).run().block(SOON);

        assertThat(found(older).delivery()).isNull();
        assertThat(Objects.requireNonNull(found(newer).delivery()).header("x"))
                .containsExactly("secret-content");
        assertThatThrownBy(() -> ingest.bean(ReplayCallback.class).replay(older).block(SOON))
                .hasMessage("raw: discarded when its retention was over");
    }

    @Test
    void decidedCallbacksAreForgottenAndParkedOnesNever() {
        Payout payout = Payout.opened("pientegra");
        Instant old = Instant.now().minus(Duration.ofDays(500));
        CallbackId parked = kept(old, UUID.randomUUID().toString());
        CallbackId published = kept(old, payout.reference());
        ingest.bean(LinkPayouts.class).link(List.of(payout.submitted())).block(SOON);
        assertThat(found(published).summary().state()).isEqualTo(CallbackState.PUBLISHED);

        new DiscardOldCallbacks(
                        callbacks, Clock.systemUTC(), Duration.ofDays(30), Duration.ofDays(400))
                .run()
                .block(SOON);

        assertThat(found(parked).summary().state()).isEqualTo(CallbackState.PARKED);
        assertThat(callbacks.find(published).blockOptional(SOON)).isEmpty();
    }

    @Test
    void callbacksThatComeWhileACommitRunsShareTheNextOne() {
        String reference = UUID.randomUUID().toString();
        ReceiveCallback receive = ingest.bean(ReceiveCallback.class);

        Flux.range(0, AT_ONCE)
                .map(_ -> callback(Instant.now(), reference).reading())
                .flatMap(reading -> receive.receive("pientegra", "demo", reading, RAW), AT_ONCE)
                .blockLast(SOON);

        String ofThese = "FROM callback WHERE provider_reference = ?";
        assertThat(Database.count(database, "SELECT count(*) " + ofThese, reference))
                .isEqualTo(AT_ONCE);
        assertThat(
                        Database.count(
                                database,
                                "SELECT count(DISTINCT xmin::text) " + ofThese,
                                reference))
                .as("commits")
                .isLessThan(AT_ONCE / 4);
    }

    @Test
    void callbacksAreListedNewestFirstInPages() {
        CallbackId first = kept(Instant.now().plusSeconds(3_600), UUID.randomUUID().toString());
        CallbackId second = kept(Instant.now().plusSeconds(7_200), UUID.randomUUID().toString());

        List<Callbacks.Summary> page = callbacks.list(CallbackState.PARKED, null, 2).block(SOON);
        List<Callbacks.Summary> next = callbacks.list(null, first, 1_000).block(SOON);

        assertThat(page).extracting(Callbacks.Summary::id).containsExactly(second, first);
        assertThat(next)
                .extracting(Callbacks.Summary::id)
                .doesNotContain(first, second)
                .isSortedAccordingTo((a, b) -> b.toString().compareTo(a.toString()));
    }

    private Callbacks.Kept found(CallbackId id) {
        return callbacks.find(id).blockOptional(SOON).orElseThrow();
    }

    private CallbackId kept(Instant at, String reference) {
        Callback callback = callback(at, reference);
        callbacks.keep(List.of(new Arrival(callback, RAW))).block(SOON);
        return callback.id();
    }

    private Callback callback(Instant at, String reference) {
        Report report = new Report(FactStatus.SENT, 250_000, 0, TRY, true, 0, null, at);
        return new Callback(
                CallbackId.mint(at, random),
                "pientegra",
                "demo",
                new Reading.Reported(
                        UUID.randomUUID().toString(), "withdrawal.sent", reference, report),
                at);
    }

    private static Link link(Payout payout) {
        return new Link(payout.withdrawalId(), payout.payoutId(), 1, payout.submitted().id(), null);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = Database.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
