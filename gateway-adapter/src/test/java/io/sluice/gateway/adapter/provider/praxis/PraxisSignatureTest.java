package io.sluice.gateway.adapter.provider.praxis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.adapter.provider.HttpAnswer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

class PraxisSignatureTest {

    private final PraxisSignature signature = new PraxisSignature("MerchantSecretKey");

    /** The first two are the provider's own; the others were computed with sha384sum. */
    @ParameterizedTest
    @CsvSource({
        "Integration TEST USDTest-Integration-Merchant15598253737528561.1, c1eb4464bce78dd099501fbdbc6c9b9979070b4d82ef47fbbfbf9535104934d4abd77bfd9480685b317d60db5339097b",
        "Integration TEST USDTest-Integration-Merchant15688553921.1ABCDEF, c8d9b1824601bb6e11342afc36cb7281892daead2fbae257ea2d2ff8aa4908d66d5863a429e247d47155c01a0592e482",
        "Test-Integration-MerchantSandbox1590613956complete-withdrawal-request756850, df200446f877043cc2656fcc7a81a545cf773a0b12fbbdd7f9f956d26be61501605b80dc4ed3e5004a41991bec27e149",
        "Test-Integration-MerchantSandbox1590613956756859, 300350addb314a276bf36419f5c659622e4a33517a7aeb54600b98cfcde20b54352ef3ed672535b08af73385a30fb22d",
    })
    void theVectorsOfTheDocumentsReproduce(String text, String expected) {
        assertThat(signature.sign(List.of(text))).isEqualTo(expected);
    }

    @Test
    void theSeedsAnswersVerifyAndNothingElseDoes() {
        String approved =
                """
                {"status":0,"description":"Ok","transaction":{"transaction_type":"payout",
                "transaction_status":"approved","tid":756859,"currency":"EUR","amount":100,
                "conversion_rate":1.000000,"withdrawal_request_id":756850},"version":"1.3",
                "timestamp":1590611635}
                """;
        String signed =
                "872c851ec0b40701afe3f488eb2468c002576b6f232b60e1bff780fd2e97ea0072119dad667af4b2f254c5ee2d3892b1";

        assertThat(PraxisAnswer.verified(answer(approved, signed), signature)).isPresent();
        assertThat(
                        PraxisAnswer.verified(
                                answer(approved.replace("approved", "rejected"), signed),
                                signature))
                .isEmpty();
        assertThat(
                        PraxisAnswer.verified(
                                answer(approved, signed.toUpperCase(Locale.ROOT)), signature))
                .isEmpty();
        assertThat(PraxisAnswer.verified(answer("{", signed), signature)).isEmpty();
    }

    @Test
    void aNumberIsSignedByItsTextAndANullAddsNothing() {
        PraxisDocument document =
                PraxisDocument.read("{\"rate\":1.000000,\"none\":null,\"big\":1e3}").orElseThrow();

        assertThat(document.all(List.of("rate", "none", "big")))
                .isEqualTo(Arrays.asList("1.000000", null, "1e3"));
        assertThat(signature.sign(Arrays.asList("1.000000", null)))
                .isEqualTo(signature.sign(List.of("1.000000")))
                .isNotEqualTo(signature.sign(List.of("1.0")));
    }

    private static HttpAnswer answer(String body, String signed) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(PraxisSignature.HEADER, signed);
        return new HttpAnswer(200, headers, body);
    }
}
