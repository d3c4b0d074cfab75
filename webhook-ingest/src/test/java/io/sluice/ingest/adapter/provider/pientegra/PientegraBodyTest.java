package io.sluice.ingest.adapter.provider.pientegra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contracts.FactStatus;
import io.sluice.ingest.application.UnreadableCallback;
import io.sluice.ingest.domain.Reading;
import io.sluice.ingest.domain.Report;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Currency;

final class PientegraBodyTest {

    private static final Currency TRY = Currency.getInstance("TRY");
    private static final Instant AT = Instant.parse("2026-04-28T13:00:00Z");

    @Test
    void createdAndApprovedAreInformation() {
        assertThat(report("withdrawal.created", "PENDING_REVIEW", ""))
                .isEqualTo(new Report(FactStatus.CREATED, 0, 0, TRY, false, 0, null, AT));
        assertThat(report("withdrawal.approved", "APPROVED", ""))
                .isEqualTo(new Report(FactStatus.APPROVED, 0, 0, TRY, false, 0, null, AT));
    }

    @Test
    void sentMeansTheWholeAmountAndIsFinal() {
        assertThat(report("withdrawal.sent", "SENT", ",\"fee\":\"150\""))
                .isEqualTo(new Report(FactStatus.SENT, 250_000, 0, TRY, true, 150, null, AT));
    }

    @Test
    void rejectedMeansNothingWasPaid() {
        assertThat(report("withdrawal.rejected", "REJECTED", ",\"rejectedReason\":\"AC04\""))
                .isEqualTo(new Report(FactStatus.REJECTED, 0, 0, TRY, true, 0, "AC04", AT));
    }

    @Test
    void returnedImpliesSentAndCountsCumulatively() {
        assertThat(report("withdrawal.returned", "RETURNED", ""))
                .isEqualTo(
                        new Report(FactStatus.RETURNED, 250_000, 250_000, TRY, true, 0, null, AT));
        assertThat(
                        report(
                                "withdrawal.returned",
                                "RETURNED",
                                ",\"returnedAmount\":\"100000\",\"returnedReason\":\"AC04\""))
                .isEqualTo(
                        new Report(
                                FactStatus.RETURNED, 250_000, 100_000, TRY, true, 0, "AC04", AT));
    }

    @Test
    void aReasonInFreeTextIsNotPassedOn() {
        Report report =
                report("withdrawal.rejected", "REJECTED", ",\"rejectedReason\":\"Ayşe, kapalı\"");

        assertThat(report.reasonCode()).isEqualTo("unlisted");
    }

    @Test
    void unknownTypesAndStatesAreKeptAndUnknownFieldsIgnored() {
        assertThat(read(body("withdrawal.held", "HELD", "")))
                .isEqualTo(new Reading.Unrecognised("e-1", "withdrawal.held", "w-1"));
        assertThat(read(body("withdrawal.sent", "REJECTED", "")))
                .isEqualTo(new Reading.Unrecognised("e-1", "withdrawal.sent", "w-1"));
        assertThat(read("{\"eventId\":\"e-1\",\"eventType\":\"intent.approved\"}"))
                .isEqualTo(new Reading.Unrecognised("e-1", "intent.approved", null));
        assertThat(report("withdrawal.sent", "SENT", ",\"more\":{\"a\":[1,{\"b\":null}]}"))
                .isEqualTo(report("withdrawal.sent", "SENT", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "amount":"250000" | "amount":"0"               | withdrawal.amount: a string of 1 characters (expected: a whole number above zero)
                    "amount":"250000" | "amount":250000            | withdrawal.amount: a number (expected: a whole number above zero)
                    "amount":"250000" | "amount":"2500.00"         | withdrawal.amount: a string of 7 characters (expected: a whole number above zero)
                    "amount":"250000" | "amount":"-1"              | withdrawal.amount: a string of 2 characters (expected: a whole number above zero)
                    "amount":"250000" | "amount":"99999999999999999999" | withdrawal.amount: a string of 20 characters (expected: a whole number above zero)
                    "amount":"250000" | "amount":null              | withdrawal.amount: absent (expected: a whole number above zero)
                    "currency":"TRY"  | "currency":"try"           | withdrawal.currency: a string of 3 characters (expected: an ISO 4217 code)
                    "currency":"TRY"  | "currency":"QQQ"           | withdrawal.currency: QQQ (expected: an ISO 4217 code)
                    "id":"w-1"        | "id":""                    | withdrawal.id: a string of 0 characters (expected: 1 to 64 letters, digits or . _ : -)
                    "id":"w-1"        | "id":"a\\u0000b"           | withdrawal.id: a string of 3 characters (expected: 1 to 64 letters, digits or . _ : -)
                    "eventId":"e-1"   | "eventId":["e-1"]          | eventId: an array (expected: 1 to 64 letters, digits or . _ : -)
                    "eventId":"e-1"   | "eventId":"e-1","eventId":"e-2" | body: not JSON
                    2026-04-28T13:00:00.000Z | 2026-04-31T13:00:00.000Z | occurredAt: 2026-04-31T13:00:00.000Z (expected: a time in ISO 8601 of the years 2000 to 2099)
                    2026-04-28T13:00:00.000Z | 1999-04-28T13:00:00.000Z | occurredAt: 1999-04-28T13:00:00.000Z (expected: a time in ISO 8601 of the years 2000 to 2099)
                    2026-04-28T13:00:00.000Z | 2026-04-28             | occurredAt: a string of 10 characters (expected: a time in ISO 8601)
                    "withdrawal":{    | "withdrawal":7,"other":{   | withdrawal: a number (expected: an object)
                    """)
    void whatIsNotOfThePromisedShapeIsRefusedByName(String part, String other, String problem) {
        String body = body("withdrawal.sent", "SENT", "");
        assertThat(body).contains(part);

        assertThatThrownBy(() -> read(body.replace(part, other)))
                .isInstanceOf(UnreadableCallback.class)
                .hasMessageStartingWith(problem);
    }

    @Test
    void moreReturnedThanPaidIsRefused() {
        assertThatThrownBy(
                        () ->
                                report(
                                        "withdrawal.returned",
                                        "RETURNED",
                                        ",\"returnedAmount\":\"250001\""))
                .hasMessage(
                        "withdrawal.returnedAmount: 250001 (expected: 1 to withdrawal.amount 250000)");
    }

    private static Report report(String type, String status, String more) {
        Reading reading = read(body(type, status, more));
        return ((Reading.Reported) reading).report();
    }

    private static Reading read(String body) {
        return PientegraBody.read(body.getBytes(StandardCharsets.UTF_8));
    }

    private static String body(String type, String status, String more) {
        return """
        {"eventId":"e-1","eventType":"%s","occurredAt":"2026-04-28T13:00:00.000Z","withdrawal":{"id":"w-1",\
        "referenceNo":"W-2026-0000123","externalUserId":"user-12345","amount":"250000","currency":"TRY",\
        "status":"%s"%s}}"""
                .formatted(type, status, more);
    }
}
