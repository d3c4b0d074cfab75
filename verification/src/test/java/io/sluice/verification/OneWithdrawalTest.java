package io.sluice.verification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** One withdrawal from end to end through the real processes, seen from outside. */
@ExtendWith(OnePlatform.class)
final class OneWithdrawalTest {

    private final Outside outside = new Outside();

    private static String aUser() {
        return "user-" + UUID.randomUUID();
    }

    private String aFundedUser(long amount) {
        String user = aUser();
        outside.fund(user, amount);
        return user;
    }

    private static List<String> kinds(List<JsonNode> entries) {
        return entries.stream().map(entry -> entry.path("kind").stringValue()).distinct().toList();
    }

    private void assertBooksBalance() {
        assertThat(outside.trialBalance())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.path("difference").stringValue()).isEqualTo("0"));
    }

    private void assertHeard(String withdrawalId, String... types) {
        List<JsonNode> webhooks = outside.awaitWebhooks(withdrawalId, types[types.length - 1]);
        assertThat(webhooks).extracting(Outside::type).containsSubsequence(types);
        assertThat(webhooks)
                .allSatisfy(hook -> assertThat(hook.path("verified").booleanValue()).isTrue());
        assertThat(webhooks.stream().map(hook -> hook.path("body").path("sequence").intValue()))
                .isSortedAccordingTo(Comparator.naturalOrder())
                .doesNotHaveDuplicates();
    }

    @Test
    void aWithdrawalIsSentAndThePartnerHears() {
        String user = aFundedUser(1_000_000);
        String id = outside.openedId(user, "250000");

        JsonNode sent =
                outside.awaitWithdrawal(
                        id, state -> "SENT".equals(state.path("status").stringValue("")));

        assertThat(sent.path("sentAmount").stringValue()).isEqualTo("250000");
        assertThat(sent.path("targetIban").stringValue())
                .startsWith("TR")
                .endsWith("7890")
                .contains("*");
        assertThat(outside.available(user)).isEqualTo(750_000);
        assertThat(kinds(outside.entries(id))).containsExactlyInAnyOrder("RESERVE", "SETTLE");
        assertHeard(id, "withdrawal.created", "withdrawal.sent");
        assertThat(outside.paid())
                .filteredOn(paid -> paid.path("amount").stringValue().equals("250000"))
                .isNotEmpty();
        assertBooksBalance();
    }

    @Test
    void aRejectedOneGivesTheReserveBack() {
        String user = aFundedUser(1_000_000);
        String id = outside.openedId(user, "250002");

        JsonNode rejected =
                outside.awaitWithdrawal(
                        id, state -> "REJECTED".equals(state.path("status").stringValue("")));

        assertThat(rejected.path("rejectedReason").stringValue()).isEqualTo("AC04");
        assertThat(rejected.path("releasedAmount").stringValue()).isEqualTo("250002");
        assertThat(outside.available(user)).isEqualTo(1_000_000);
        assertThat(kinds(outside.entries(id))).containsExactlyInAnyOrder("RESERVE", "RELEASE");
        assertHeard(id, "withdrawal.created", "withdrawal.rejected");
        assertBooksBalance();
    }

    @Test
    void aReturnedOneCreditsTheUserByANewEntry() {
        String user = aFundedUser(1_000_000);
        String id = outside.openedId(user, "250004");

        JsonNode returned =
                outside.awaitWithdrawal(
                        id, state -> "RETURNED".equals(state.path("status").stringValue("")));

        assertThat(returned.path("sentAmount").stringValue()).isEqualTo("250004");
        assertThat(returned.path("returnedAmount").stringValue()).isEqualTo("250004");
        assertThat(outside.available(user)).isEqualTo(1_000_000);
        assertThat(kinds(outside.entries(id)))
                .containsExactlyInAnyOrder("RESERVE", "SETTLE", "RETURN");
        assertHeard(id, "withdrawal.created", "withdrawal.sent", "withdrawal.returned");
        assertBooksBalance();
    }

    @Test
    void tooLittleInTheWalletIsRefusedAndNothingIsPaid() {
        String user = aFundedUser(100);
        String id = outside.openedId(user, "777700");

        JsonNode refused =
                outside.awaitWithdrawal(
                        id, state -> "REJECTED".equals(state.path("status").stringValue("")));

        assertThat(refused.path("rejectedReason").stringValue()).isEqualTo("insufficient_funds");
        assertThat(outside.available(user)).isEqualTo(100);
        assertThat(outside.entries(id)).isEmpty();
        assertHeard(id, "withdrawal.created", "withdrawal.rejected");
        assertThat(outside.paid())
                .noneMatch(paid -> paid.path("amount").stringValue().equals("777700"));
    }

    @Test
    void aRepeatedPostIsAnsweredLikeTheFirstAndPaysOnce() {
        String user = aFundedUser(1_000_000);
        String key = UUID.randomUUID().toString();

        List<Outside.Answer> answers =
                IntStream.range(0, 20)
                        .parallel()
                        .mapToObj(_ -> outside.open(user, "123400", key))
                        .toList();

        List<Outside.Answer> created =
                answers.stream().filter(answer -> answer.status() == 201).toList();
        assertThat(created).isNotEmpty();
        assertThat(created.stream().map(Outside.Answer::text).distinct()).hasSize(1);
        assertThat(answers).allMatch(answer -> answer.status() == 201 || answer.status() == 409);
        String id = created.getFirst().body().path("withdrawalId").stringValue();
        outside.awaitWithdrawal(id, state -> "SENT".equals(state.path("status").stringValue("")));
        assertThat(outside.available(user)).isEqualTo(1_000_000 - 123_400);
    }

    @Test
    void theListShowsTheNewestFirstAndOnlyTheirOwn() {
        String user = aFundedUser(1_000_000);
        String first = outside.openedId(user, "1000");
        String second = outside.openedId(user, "2000");

        JsonNode list =
                outside.get(8080, "/external/withdrawals?externalUserId=" + user, Outside.API_KEY)
                        .body();

        assertThat(
                        Outside.elements(list.path("data")).stream()
                                .map(row -> row.path("withdrawalId").stringValue()))
                .containsExactly(second, first);
        assertThat(
                        outside.get(
                                        8080,
                                        "/external/withdrawals/" + first,
                                        "sk_test_managed_c2x1aWNlLW1hbmFnZWQ")
                                .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "amount, -5",
        "amount, 12.5",
        "amount, 0",
        "amount, 99999999999999999999",
        "currency, XYZ",
        "targetIban, TR330010009999901234567890",
        "targetIban, TR32001000999990123456789",
        "targetHolderName, ' '"
    })
    void badInputNamesTheFieldAndWritesNothing(String field, String value) {
        String user = aUser();
        Map<String, Object> body = new HashMap<>(Outside.withdrawal(user, "1000"));
        body.put(field, value);

        Outside.Answer answer =
                outside.post(
                        8080,
                        "/external/withdrawals",
                        Outside.API_KEY,
                        body,
                        "Idempotency-Key",
                        UUID.randomUUID().toString());

        assertThat(answer.status()).isBetween(400, 422);
        assertThat(answer.headers().get("content-type").getFirst())
                .startsWith("application/problem+json");
        assertThat(answer.body().path("error").stringValue()).isEqualTo("validation_failed");
        assertThat(Outside.elements(answer.body().path("errors")))
                .anyMatch(
                        error ->
                                error.path("field").stringValue("").equals(field)
                                        && !error.path("expected").stringValue("").isEmpty());
        JsonNode list =
                outside.get(8080, "/external/withdrawals?externalUserId=" + user, Outside.API_KEY)
                        .body();
        assertThat(Outside.elements(list.path("data"))).isEmpty();
    }

    @Test
    void withoutAKeyNothingIsSaid() {
        assertThat(outside.get(8080, "/external/withdrawals", "").status()).isEqualTo(401);
        Outside.Answer wrong = outside.get(8080, "/external/withdrawals", "sk_test_wrong");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.body().path("error").stringValue()).isEqualTo("unauthorized");
    }

    @Test
    void aCallbackWithAWrongSignatureIsRefused() {
        Outside.Answer answer =
                outside.post(
                        8083,
                        "/webhooks/pientegra/demo",
                        "",
                        "{\"eventId\":\"1\"}",
                        "Pientegra-Signature",
                        "t=" + System.currentTimeMillis() + ",v1=" + "0".repeat(64));

        assertThat(answer.status()).isEqualTo(401);
    }
}
