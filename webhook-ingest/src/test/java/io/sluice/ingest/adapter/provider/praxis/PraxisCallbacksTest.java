package io.sluice.ingest.adapter.provider.praxis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.PayoutId;
import io.sluice.contracts.Slot;
import io.sluice.ingest.Praxis;
import io.sluice.ingest.Praxis.Notice;
import io.sluice.ingest.adapter.provider.Secrets;
import io.sluice.ingest.application.Answer;
import io.sluice.ingest.application.CallbackProvider.Account;
import io.sluice.ingest.application.Delivery;
import io.sluice.ingest.application.Forgery;
import io.sluice.ingest.application.Verdict;
import io.sluice.ingest.domain.Reading;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

final class PraxisCallbacksTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_730_131_200);
    private static final PayoutId PAYOUT = PayoutId.mint(new Slot(5), NOW, new Random(3));
    private static final String ORDER_ID = PAYOUT + "-2";
    private static final String OLD_SECRET = "MerchantSecretKeyBefore";

    private final Account merchant = merchant(Praxis.SECRET, null);

    @ParameterizedTest
    @CsvSource({
        "Integration TEST USDTest-Integration-Merchant15598253737528561.1, MerchantSecretKey,"
                + " c1eb4464bce78dd099501fbdbc6c9b9979070b4d82ef47fbbfbf9535104934d4abd77bfd9480685b317d60db5339097b",
        "Integration TEST USDTest-Integration-Merchant15688553921.1ABCDEF, MerchantSecretKey,"
                + " c8d9b1824601bb6e11342afc36cb7281892daead2fbae257ea2d2ff8aa4908d66d5863a429e247d47155c01a0592e482",
        "Test-Integration-MerchantSandbox1590613956complete-withdrawal-request756850, MerchantSecretKey,"
                + " df200446f877043cc2656fcc7a81a545cf773a0b12fbbdd7f9f956d26be61501605b80dc4ed3e5004a41991bec27e149",
        "01590611635756859approved, MerchantSecretKey,"
                + " 872c851ec0b40701afe3f488eb2468c002576b6f232b60e1bff780fd2e97ea0072119dad667af4b2f254c5ee2d3892b1",
        "01590611635756860rejected, MerchantSecretKey,"
                + " 607f951d88c64ce09de90f4627aa7b65e8ffd4bda5ed5d14ec061e00ffc20b4a19adac0fc5f18173f4e04937e7973e77",
        "Test-Integration-MerchantSandbox1590613956756859, MerchantSecretKey,"
                + " 300350addb314a276bf36419f5c659622e4a33517a7aeb54600b98cfcde20b54352ef3ed672535b08af73385a30fb22d",
        "Test-Integration-MerchantSandbox1590613956withdrawal1test-1560610955, MerchantSecretKey,"
                + " ea9b2fa5291ed514eb775374f6868ecd45bfc6d6996b6b0896987bf05b312cb86ecd045da0f2d1650cd05ecc7a30b10b"
    })
    void theProvidersVectorsReproduce(String values, String secret, String signature) {
        assertThat(PraxisSignature.sign(List.of(values), secret)).isEqualTo(signature);
        List<@Nullable String> withNulls = Arrays.asList(null, values, null);
        assertThat(PraxisSignature.matches(signature, withNulls, secret)).isTrue();
    }

    @Test
    void aSignedNotificationIsAClaimAboutOurAttempt() {
        Verdict verdict = judge(Praxis.payout(ORDER_ID, "approved", NOW));

        assertThat(verdict).isInstanceOf(Verdict.Genuine.class);
        Reading reading = ((Verdict.Genuine) verdict).reading();
        assertThat(reading)
                .isEqualTo(
                        new Reading.Claimed(
                                reading.eventKey(),
                                "payout.approved",
                                "756859",
                                ORDER_ID,
                                PAYOUT,
                                2,
                                "approved"));
    }

    @Test
    void aTamperedStatusStillVerifiesAndIsOnlyAClaim() {
        Notice approved = Praxis.payout(ORDER_ID, "approved", NOW);
        Notice tampered =
                new Notice(
                        approved.body().replace("\"approved\"", "\"rejected\""),
                        approved.signature());

        Reading reading = ((Verdict.Genuine) judge(tampered)).reading();

        assertThat(reading).isInstanceOf(Reading.Claimed.class);
        assertThat(((Reading.Claimed) reading).claimedStatus()).isEqualTo("rejected");
    }

    @Test
    void numbersAreSignedAsTheyAreWritten() {
        Notice number = Praxis.payout(ORDER_ID, "approved", NOW);
        Notice string =
                new Notice(number.body().replace("1.000000", "\"1.000000\""), number.signature());
        Notice shortened = new Notice(number.body().replace("1.000000", "1.0"), number.signature());

        assertThat(judge(string)).isInstanceOf(Verdict.Genuine.class);
        assertThat(judge(shortened)).isEqualTo(new Verdict.Forged(Forgery.SIGNATURE_WRONG));
    }

    @Test
    void absentValuesAddNothingToTheSignature() {
        String values = Praxis.MERCHANT + "Sandbox" + NOW.getEpochSecond() + "c-token-1" + ORDER_ID;
        Notice full = Praxis.payout(ORDER_ID, "requested", NOW);
        String body =
                full.body()
                        .replace("\"processed_currency\":\"TRY\"", "\"processed_currency\":null")
                        .replace(",\"processed_amount\":250000", "");

        Verdict verdict =
                judge(
                        new Notice(
                                body,
                                Praxis.sha384(values + "756859TRY2500001.000000" + Praxis.SECRET)));

        assertThat(verdict).isInstanceOf(Verdict.Genuine.class);
    }

    @Test
    void everySignedValueCounts() {
        Notice notice = Praxis.payout(ORDER_ID, "approved", NOW);
        for (String[] change :
                new String[][] {
                    {"Sandbox", "sandbox"},
                    {"c-token-1", "c-token-2"},
                    {ORDER_ID, PAYOUT + "-3"},
                    {":756859", ":756858"},
                    {"\"currency\":\"TRY\"", "\"currency\":\"EUR\""},
                    {"\"amount\":250000", "\"amount\":250001"},
                    {"1.000000", "1.000001"},
                    {"\"processed_currency\":\"TRY\"", "\"processed_currency\":\"EUR\""},
                    {"\"processed_amount\":250000", "\"processed_amount\":250001"},
                    {"" + NOW.getEpochSecond(), "" + (NOW.getEpochSecond() - 1)}
                }) {
            assertThat(notice.body()).contains(change[0]);
            Notice changed =
                    new Notice(notice.body().replace(change[0], change[1]), notice.signature());
            assertThat(judge(changed)).isEqualTo(new Verdict.Forged(Forgery.SIGNATURE_WRONG));
        }
    }

    @Test
    void aNotificationIsForItsOwnMerchantAndApplication() {
        Notice notice = Praxis.payout(ORDER_ID, "approved", NOW);
        Account other =
                new PraxisMerchant(
                        Praxis.MERCHANT,
                        Set.of("Other"),
                        new Secrets(Praxis.SECRET, null, null),
                        Duration.ofHours(24),
                        Duration.ofSeconds(60));

        assertThat(other.judge(delivery(notice), NOW))
                .isEqualTo(new Verdict.Forged(Forgery.ADDRESSEE_WRONG));
    }

    @Test
    void timeIsToleratedAsConfigured() {
        Notice notice = Praxis.payout(ORDER_ID, "approved", NOW);

        assertThat(merchant.judge(delivery(notice), NOW.plus(Duration.ofHours(24))))
                .isInstanceOf(Verdict.Genuine.class);
        assertThat(merchant.judge(delivery(notice), NOW.plus(Duration.ofHours(24)).plusMillis(1)))
                .isEqualTo(new Verdict.Forged(Forgery.TIMESTAMP_OLD));
        assertThat(merchant.judge(delivery(notice), NOW.minusSeconds(60)))
                .isInstanceOf(Verdict.Genuine.class);
        assertThat(merchant.judge(delivery(notice), NOW.minusSeconds(61)))
                .isEqualTo(new Verdict.Forged(Forgery.TIMESTAMP_AHEAD));
    }

    @Test
    void theSignatureMustBeThereOnceAndWellFormed() {
        Notice notice = Praxis.payout(ORDER_ID, "approved", NOW);

        assertForged(Forgery.SIGNATURE_MISSING, notice, List.of());
        assertForged(
                Forgery.SIGNATURE_REPEATED,
                notice,
                List.of(notice.signature(), notice.signature()));
        assertForged(
                Forgery.SIGNATURE_MALFORMED,
                notice,
                List.of(notice.signature().toUpperCase(Locale.ROOT)));
        assertForged(Forgery.SIGNATURE_MALFORMED, notice, List.of(notice.signature() + "0"));
        assertForged(Forgery.SIGNATURE_WRONG, notice, List.of("0".repeat(96)));
    }

    @Test
    void theAnswerIsSignedWithTheSecretThatSignedTheNotification() {
        Notice old = Praxis.payout(ORDER_ID, "approved", NOW.getEpochSecond(), OLD_SECRET);
        Verdict.Genuine verdict =
                (Verdict.Genuine) merchant(Praxis.SECRET, OLD_SECRET).judge(delivery(old), NOW);

        Answer kept = verdict.answers().kept(NOW);
        Answer notKept = verdict.answers().notKept(NOW);

        assertThat(kept.status()).isEqualTo(200);
        assertThat(kept.body())
                .isEqualTo(
                        "{\"status\":0,\"description\":\"Ok\",\"version\":\"1.3\",\"timestamp\":1730131200}");
        String signature = Praxis.sha384("01730131200" + OLD_SECRET);
        assertThat(kept.headers())
                .containsEntry("Gt-Authentication", signature)
                .containsEntry("external-request-signature", signature);
        assertThat(notKept.status()).isEqualTo(503);
        assertThat(notKept.body()).contains("\"status\":-1,");
        assertThat(notKept.headers())
                .containsEntry("Gt-Authentication", Praxis.sha384("-11730131200" + OLD_SECRET));
        assertForged(Forgery.SIGNATURE_WRONG, old, List.of(old.signature()));
    }

    @Test
    void whatIsNoPayoutOfOursIsKeptAndNotClaimed() {
        Notice foreign = Praxis.payout("test-1560610955", "approved", NOW);
        Notice sale = Praxis.payout(ORDER_ID, "approved", NOW);

        assertThat(((Verdict.Genuine) judge(foreign)).reading())
                .isInstanceOf(Reading.Unrecognised.class);
        Notice changed =
                new Notice(sale.body().replace("\"payout\"", "\"refund\""), sale.signature());
        assertThat(((Verdict.Genuine) judge(changed)).reading())
                .isInstanceOf(Reading.Unrecognised.class);
    }

    @Test
    void theSameBytesAreTheSameEvent() {
        Reading first = ((Verdict.Genuine) judge(Praxis.payout(ORDER_ID, "a", NOW))).reading();
        Reading again = ((Verdict.Genuine) judge(Praxis.payout(ORDER_ID, "a", NOW))).reading();
        Reading other = ((Verdict.Genuine) judge(Praxis.payout(ORDER_ID, "b", NOW))).reading();

        assertThat(first).isEqualTo(again);
        assertThat(first.eventKey()).isNotEqualTo(other.eventKey());
    }

    @Test
    void whatIsNotOfTheDocumentedShapeIsRefusedByName() {
        Notice notice = Praxis.payout(ORDER_ID, "approved", NOW);

        assertUnreadable(notice, ":756859", ":-1", "transaction.tid: a number");
        assertUnreadable(notice, ":756859", ":{}", "transaction.tid: an object");
        assertUnreadable(notice, "1.000000", "1e6", "transaction.conversion_rate: a number");
        assertUnreadable(
                notice, "1.000000", "\"01.000000\"", "transaction.conversion_rate: a string");
        assertUnreadable(notice, "\"transaction\":", "\"other\":", "transaction: absent");
        assertUnreadable(notice, "\"approved\"", "\"\"", "transaction.transaction_status");
    }

    private void assertUnreadable(Notice notice, String part, String other, String problem) {
        assertThat(notice.body()).contains(part);
        Verdict verdict = judge(new Notice(notice.body().replace(part, other), notice.signature()));
        assertThat(verdict).isInstanceOf(Verdict.Unreadable.class);
        assertThat(((Verdict.Unreadable) verdict).problem()).startsWith(problem);
    }

    private void assertForged(Forgery reason, Notice notice, List<String> signatures) {
        assertThat(
                        merchant.judge(
                                new Delivery(
                                        signatures.isEmpty()
                                                ? Map.of()
                                                : Map.of("gt-authentication", signatures),
                                        notice.body().getBytes(StandardCharsets.UTF_8)),
                                NOW))
                .isEqualTo(new Verdict.Forged(reason));
    }

    private Verdict judge(Notice notice) {
        return merchant.judge(delivery(notice), NOW);
    }

    private static Delivery delivery(Notice notice) {
        return new Delivery(
                Map.of("Gt-Authentication", List.of(notice.signature())),
                notice.body().getBytes(StandardCharsets.UTF_8));
    }

    private static Account merchant(String secret, @Nullable String previous) {
        return new PraxisCallbacks(
                        new PraxisSettings(
                                Duration.ofHours(24),
                                Duration.ofSeconds(60),
                                List.of(),
                                Map.of(
                                        Praxis.MERCHANT,
                                        new PraxisSettings.Merchant(
                                                secret, previous, null, Set.of("Sandbox")))))
                .account(Praxis.MERCHANT)
                .orElseThrow();
    }
}
