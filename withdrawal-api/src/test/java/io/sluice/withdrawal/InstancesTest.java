package io.sluice.withdrawal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;
import io.sluice.contracts.WithdrawalId;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Two instances on one database: what holds for an application holds for both together. */
@ExtendWith(Stage.Shared.class)
class InstancesTest {

    private static Api other;

    @BeforeAll
    static void start(Stage stage) {
        other = stage.another();
    }

    @AfterAll
    static void stop() {
        other.close();
    }

    private static Api one(Stage stage, int which) {
        return which % 2 == 0 ? stage.api() : other;
    }

    @Test
    void aThousandPostsOfOneKeyAtTheSameTimeMakeOneWithdrawal(Stage stage) {
        Tenant tenant = stage.tenant();
        known(tenant);
        String key = UUID.randomUUID().toString();
        String body = Api.body("user-1", "100");
        List<Api.Answer> answers =
                IntStream.range(0, 1_000)
                        .mapToObj(
                                i ->
                                        Async.call(
                                                () ->
                                                        one(stage, i)
                                                                .post(tenant.apiKey(), key, body)))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .toList();

        List<Api.Answer> good = answers.stream().filter(a -> a.status() == 201).toList();
        assertThat(good.stream().map(Api.Answer::text).distinct()).hasSize(1);
        assertThat(good.stream().filter(a -> a.header("idempotent-replayed").isEmpty())).hasSize(1);
        assertThat(answers.stream().filter(a -> a.status() != 201))
                .allMatch(a -> a.at("error").equals("duplicate_idempotency_key"));
        assertThat(tenant.get("/external/withdrawals").json().path("data").size()).isEqualTo(1);
        WithdrawalId id = WithdrawalId.of(good.getFirst().at("withdrawalId"));
        stage.ledger().requested(id);
        assertThat(stage.ledger().asked(id).stream().filter(WithdrawalRequested.class::isInstance))
                .hasSize(1);
    }

    @Test
    void theRateLimitIsForBothTogether(Stage stage) {
        Tenant tenant = stage.tenant("{\"ratePerMinute\":40}");
        known(tenant);
        long minute = System.currentTimeMillis() / 60_000;
        List<Integer> statuses =
                IntStream.range(0, 120)
                        .mapToObj(
                                i ->
                                        Async.call(
                                                () ->
                                                        one(stage, i)
                                                                .get(
                                                                        tenant.apiKey(),
                                                                        "/external/withdrawals?limit=1")
                                                                .status()))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .toList();
        boolean turned = System.currentTimeMillis() / 60_000 != minute;
        assertThat(statuses).allMatch(status -> status == 200 || status == 429);
        assertThat(statuses.stream().filter(status -> status == 200).count())
                .isBetween(30L, turned ? 80L : 40L);
    }

    /** Another instance knows of a new application within a second. */
    private static void known(Tenant tenant) {
        Await.until(
                () -> "the other instance knows " + tenant.application(), () -> isKnown(tenant));
    }

    private static boolean isKnown(Tenant tenant) {
        return other.call(
                                "GET",
                                Stage.VIEWER,
                                "/operator/applications/" + tenant.application(),
                                null)
                        .status()
                == 200;
    }

    @Test
    void aKeyRevokedAtOneIsRefusedAtTheOtherWithinASecondOrSo(Stage stage) {
        Tenant tenant = stage.tenant();
        known(tenant);
        assertThat(other.get(tenant.apiKey(), "/external/withdrawals").status()).isEqualTo(200);
        String keys = "/operator/applications/" + tenant.application() + "/api-keys";
        String id = stage.api().get(Stage.OPERATOR, keys).json().get(0).path("id").asString();
        stage.api().call("POST", Stage.OPERATOR, keys + "/" + id + "/revoke", null);
        long begin = System.nanoTime();

        assertThat(stage.api().get(tenant.apiKey(), "/external/withdrawals").status())
                .isEqualTo(401);
        Await.until(
                () -> "refused at the other",
                () -> other.get(tenant.apiKey(), "/external/withdrawals").status() == 401);
        assertThat(System.nanoTime() - begin).isLessThan(3_000_000_000L);
    }
}
