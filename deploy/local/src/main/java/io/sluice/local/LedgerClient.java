package io.sluice.local;

import io.sluice.local.process.PlainFailure;
import io.sluice.local.service.Service;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The ledger's front door, as an operator uses it. */
final class LedgerClient {

    /** The ledger itself answers 503 after 10 s; its first command waits for the partitions. */
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private static final int ATTEMPTS = 4;
    private static final int UNAVAILABLE = 503;

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(LIMIT)
                    .build();

    /** Credits the wallet once for each reference; a 503 says nothing yet and is safe to repeat. */
    void credit(String user, String currency, long amount, String reference) {
        String body =
                """
                {"merchantId":"%s","externalUserId":"%s","currency":"%s","amount":"%d","reference":"%s"}
                """
                        .formatted(DemoPartner.MERCHANT, user, currency, amount, reference);
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://localhost:"
                                                + Service.LEDGER_SERVICE.port()
                                                + "/ledger/credits"))
                        .timeout(LIMIT)
                        .header("Authorization", "Bearer " + DemoPartner.OPERATOR_TOKEN)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        HttpResponse<String> answer = send(request);
        for (int attempt = 2;
                answer.statusCode() == UNAVAILABLE && attempt <= ATTEMPTS;
                attempt++) {
            answer = send(request);
        }
        if (answer.statusCode() / 100 != 2) {
            throw new PlainFailure(
                    "the ledger does not credit "
                            + user
                            + " in "
                            + currency
                            + ": it answers "
                            + answer.statusCode()
                            + " "
                            + answer.body());
        }
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new PlainFailure("the ledger does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlainFailure("interrupted while waiting for the ledger", e);
        }
    }
}
