package io.sluice.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.UUID;

class RestartTest {

    private static final String IBAN = "TR320010009999901234567890";

    private final String key = PientegraClient.newKey();
    private final String lateKey = PientegraClient.newKey();
    private final String order = PraxisClient.newOrder();
    private final String user = "user-" + UUID.randomUUID();
    private final String body = PientegraClient.body(user, 10000, IBAN);
    private final String lateBody = PientegraClient.body("late-" + user, 10004, IBAN);

    @Test
    void forgets_nothing_that_was_paid_and_finishes_what_it_had_begun(@TempDir Path data)
            throws IOException {
        try (Receiver receiver = new Receiver()) {
            receiver.answering(_ -> new Receiver.Answer(503, "", Map.of()));
            String first;
            int requestId;
            try (Sandbox before = Sandbox.start(data, receiver)) {
                first = new PientegraClient(before).open(key, body).body();
                new PientegraClient(before).open(lateKey, lateBody);
                PraxisClient praxis = new PraxisClient(before);
                requestId = praxis.opened(order, 10000);
                praxis.manage("complete", requestId);
                assertThat(before.get("/sandbox/paid").json().size()).isEqualTo(3);
            }
            tearLastLine(data.resolve("pientegra.jsonl"));
            receiver.answering(PraxisOutcomesTest::acknowledged);
            try (Sandbox after = Sandbox.start(data, receiver)) {
                remembers(after, first, requestId, receiver);
            }
        }
    }

    private void remembers(Sandbox sandbox, String first, int requestId, Receiver receiver) {
        PientegraClient pientegra = new PientegraClient(sandbox);
        assertThat(pientegra.open(key, body).body()).isEqualTo(first);
        PraxisClient praxis = new PraxisClient(sandbox);
        assertThat(praxis.open(order, 10000).body()).contains("order_id not unique");
        assertThat(praxis.manage("complete", requestId).body()).contains("already processed");
        assertThat(sandbox.paid(key).path("amount").asString()).isEqualTo("10000");
        assertThat(sandbox.paid(order).path("amount").asString()).isEqualTo("10000");
        Sandbox.await(
                "the return that was due",
                () -> sandbox.paid(lateKey).path("returnedAmount").asString("").equals("10004"));
        Sandbox.await(
                "the callbacks that were owed",
                () ->
                        receiver.about("\"" + user).getLast().body().contains("withdrawal.sent")
                                && receiver.about(order).getLast().body().contains("approved"));
        int id = praxis.opened(PraxisClient.newOrder(), 100);
        assertThat(id).isGreaterThan(requestId);
        long sequence = sandbox.paid(order).path("sequence").longValue();
        assertThat(sequence).isEqualTo(3);
        assertThat(
                        sandbox.get("/sandbox/paid?after=1&limit=1")
                                .json()
                                .get(0)
                                .path("sequence")
                                .longValue())
                .isEqualTo(2);
        totalsAreThoseOfTheList(sandbox);
        assertThat(sandbox.get("/sandbox/paid?since=2100-01-01T00:00:00Z").json().size()).isZero();
        assertThat(sandbox.get("/sandbox/paid?since=yesterday").status()).isEqualTo(400);
    }

    private static void totalsAreThoseOfTheList(Sandbox sandbox) {
        JsonNode list = sandbox.get("/sandbox/paid").json();
        JsonNode totals = sandbox.get("/sandbox/paid/totals").json();
        assertThat(totals.size()).isEqualTo(2);
        for (JsonNode total : totals) {
            long count = 0;
            long amount = 0;
            long returned = 0;
            for (JsonNode row : list) {
                if (row.path("provider").equals(total.path("provider"))) {
                    assertThat(row.path("currency")).isEqualTo(total.path("currency"));
                    count++;
                    amount += Long.parseLong(row.path("amount").asString());
                    returned += Long.parseLong(row.path("returnedAmount").asString());
                }
            }
            assertThat(total.path("count").longValue()).isEqualTo(count).isPositive();
            assertThat(total.path("amount").asString()).isEqualTo(Long.toString(amount));
            assertThat(total.path("returnedAmount").asString()).isEqualTo(Long.toString(returned));
        }
    }

    private static void tearLastLine(Path journal) throws IOException {
        String content = Files.readString(journal);
        assertThat(content).doesNotContain(IBAN).doesNotContain("Ayşe");
        Files.write(
                journal,
                "{\"order\":{\"numb".getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.APPEND);
    }
}
