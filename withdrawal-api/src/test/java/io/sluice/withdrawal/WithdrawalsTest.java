package io.sluice.withdrawal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.WithdrawalId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

/** Pientegra's side: what is taken, what is shown, what is listed. */
@ExtendWith(Stage.Shared.class)
class WithdrawalsTest {

    private static ObjectNode body() {
        return (ObjectNode) Api.JSON.readTree(Api.body("user-1", "100"));
    }

    private static void assertRefused(Tenant tenant, ObjectNode body, String field) {
        Api.Answer answer = tenant.post(body.toString());
        assertThat(answer.status()).as(body + " " + answer.text()).isEqualTo(400);
        assertThat(answer.at("error")).isEqualTo("validation_failed");
        assertThat(answer.at("type")).isEqualTo("urn:sluice:problem:validation_failed");
        assertThat(answer.at("message")).isEqualTo(answer.at("detail"));
        assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo(field);
        assertThat(answer.text()).doesNotContain("Ayşe").doesNotContain("0010009999");
    }

    @Test
    void amountsAreMinorUnitsAsNumberOrStringInAndAlwaysStringsOut(Stage stage) {
        Tenant tenant = stage.tenant();
        for (String amount : List.of("1", "\"1\"", "9223372036854775807")) {
            Api.Answer answer = tenant.post(Api.body("user-1", amount));
            assertThat(answer.status()).as(amount).isEqualTo(201);
            JsonNode shown = tenant.get(WithdrawalId.of(answer.at("withdrawalId"))).json();
            for (String field :
                    List.of("amount", "sentAmount", "releasedAmount", "returnedAmount")) {
                assertThat(shown.path(field).isString()).as(field).isTrue();
            }
            assertThat(shown.path("amount").asString()).isEqualTo(amount.replace("\"", ""));
        }
        for (String amount :
                List.of(
                        "0",
                        "-1",
                        "1.0",
                        "1e3",
                        "\"1.00\"",
                        "\"\"",
                        "\" 1\"",
                        "\"01\"",
                        "true",
                        "null",
                        "[1]",
                        "9223372036854775808",
                        "\"٣\"",
                        "\"1_000\"",
                        "NaN")) {
            Api.Answer answer = tenant.post(Api.body("user-1", amount));
            assertThat(answer.status()).as(amount).isEqualTo(400);
            assertThat(answer.at("error")).as(amount).isEqualTo("validation_failed");
        }
    }

    @Test
    void currenciesOfNoTwoAndThreeDecimalsAreTakenAndOthersRefused(Stage stage) {
        Tenant tenant = stage.tenant();
        for (String currency : List.of("JPY", "TRY", "KWD")) {
            Api.Answer answer = tenant.post(body().put("currency", currency).toString());
            assertThat(answer.status()).as(currency).isEqualTo(201);
            JsonNode shown = tenant.get(WithdrawalId.of(answer.at("withdrawalId"))).json();
            assertThat(shown.path("currency").asString()).isEqualTo(currency);
            assertThat(shown.path("amount").asString()).as("minor units").isEqualTo("100");
        }
        for (String currency : List.of("GBP", "XAU", "try", "TRL?", "")) {
            assertRefused(tenant, body().put("currency", currency), "currency");
        }
    }

    @Test
    void ibansAreTakenAsPeopleWriteThemAndFromTheListedCountriesOnly(Stage stage) {
        Tenant everywhere = stage.tenant();
        for (String iban :
                List.of(
                        "TR330006100519786457841326",
                        "tr33 0006 1005 1978 6457 8413 26",
                        "DE89370400440532013000",
                        "NO9386011117947",
                        "MT84MALT011000012345MTLCAST001S",
                        "is14 0159 2600 7654 5510 7303 39",
                        "XK051212012345678906",
                        "RU0204452560040702810412345678901")) {
            Api.Answer answer = everywhere.post(body().put("targetIban", iban).toString());
            assertThat(answer.status()).as(iban).isEqualTo(201);
            String shown =
                    everywhere.get(WithdrawalId.of(answer.at("withdrawalId"))).at("targetIban");
            String plain = iban.replace(" ", "").toUpperCase(Locale.ROOT);
            assertThat(shown)
                    .matches("[A-Z]{2}\\*+[A-Z0-9]{4}")
                    .hasSameSizeAs(plain)
                    .startsWith(plain.substring(0, 2))
                    .endsWith(plain.substring(plain.length() - 4));
        }
        for (String iban :
                List.of(
                        "DE88370400440532013000",
                        "DE8937040044053201300",
                        "ZZ89370400440532013000",
                        "ıs140159260076545510730339",
                        "not an iban",
                        "")) {
            assertRefused(everywhere, body().put("targetIban", iban), "targetIban");
        }
        Tenant some = stage.tenant("{\"countries\":[\"TR\",\"XK\"]}");
        assertThat(some.post(body().toString()).status()).isEqualTo(201);
        assertRefused(some, body().put("targetIban", "DE89370400440532013000"), "targetIban");
    }

    @Test
    void namesAreTakenInAnyScriptInOneFormAndWithoutControlCharacters(Stage stage) {
        Tenant tenant = stage.tenant();
        for (String name :
                List.of(
                        "Ayşe Yılmaz",
                        "王小明",
                        "محمد علی‌زاده",
                        "Ξένια",
                        "นภัสวรรณ",
                        "𝒥ohn 🙂",
                        "  O'Brien-Ōkubo  ",
                        "a".repeat(128),
                        "𝒥".repeat(128))) {
            Api.Answer answer =
                    tenant.post(
                            body().put("externalUserLabel", name)
                                    .put("externalUserId", name)
                                    .put("targetHolderName", name)
                                    .toString());
            assertThat(answer.status()).as(name).isEqualTo(201);
            JsonNode shown = tenant.get(WithdrawalId.of(answer.at("withdrawalId"))).json();
            assertThat(shown.path("externalUserLabel").asString()).isEqualTo(name.strip());
            assertThat(shown.path("externalUserId").asString()).isEqualTo(name.strip());
        }
        String decomposed = "Ays\u0327e";
        Api.Answer answer = tenant.post(body().put("externalUserLabel", decomposed).toString());
        assertThat(tenant.get(WithdrawalId.of(answer.at("withdrawalId"))).at("externalUserLabel"))
                .isEqualTo("Ayşe");
        for (String bad :
                List.of(
                        "a\u0000b",
                        "a\nb",
                        "ab\n",
                        "a\u007fb",
                        "a\u0085b",
                        "a\u2028b",
                        "evil\u202egnp",
                        "a".repeat(129),
                        "𝒥".repeat(129))) {
            assertRefused(tenant, body().put("externalUserId", bad), "externalUserId");
            assertRefused(tenant, body().put("externalUserLabel", bad), "externalUserLabel");
        }
        String unpaired = body().toString().replace("\"user-1\"", "\"\\ud800x\"");
        assertThat(tenant.post(unpaired).json().at("/errors/0/field").asString())
                .isEqualTo("externalUserId");
        for (String blank : List.of("", "   ", "\u200b\u2003")) {
            assertRefused(tenant, body().put("targetHolderName", blank), "targetHolderName");
        }
    }

    @Test
    void everythingWrongIsSaidAtOnceAndUnknownFieldsAreIgnored(Stage stage) {
        Tenant tenant = stage.tenant();
        Api.Answer answer = tenant.post("{\"amount\":-5,\"currency\":1,\"targetIban\":[]}");
        assertThat(answer.status()).isEqualTo(400);
        List<String> fields = new ArrayList<>();
        answer.json().path("errors").forEach(each -> fields.add(each.path("field").asString()));
        assertThat(fields)
                .containsExactly(
                        "externalUserId", "amount", "currency", "targetIban", "targetHolderName");

        assertThat(tenant.post(body().put("colour", "blue").toString()).status()).isEqualTo(201);
    }

    @Test
    void whatIsTooMuchTooDeepOrNoJsonIsRefused(Stage stage) {
        Tenant tenant = stage.tenant();
        String deep = "{\"a\":".repeat(17) + "1" + "}".repeat(17);
        for (String body :
                List.of(
                        "",
                        "null",
                        "[]",
                        "{",
                        "{} {}",
                        "{'a':1}",
                        "{\"amount\":1,\"amount\":2}",
                        deep,
                        body().put("more", "x".repeat(8_193)).toString(),
                        body().toString().replace("100", "1".repeat(65)),
                        "{\"a\":0.1e99999999999}")) {
            Api.Answer answer = tenant.post(body);
            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo("body");
        }
        ObjectNode large = body();
        for (int i = 0; i < 10; i++) {
            large.put("more" + i, "x".repeat(8_000));
        }
        assertThat(tenant.post(large.toString()).status()).isEqualTo(413);
        assertThat(tenant.post(body().put("more", "x".repeat(8_000)).toString()).status())
                .isEqualTo(201);
        assertThat(
                        Api.send(
                                        stage.api()
                                                .request("/external/withdrawals")
                                                .header(
                                                        "Authorization",
                                                        "Bearer " + tenant.apiKey())
                                                .header(
                                                        "Idempotency-Key",
                                                        UUID.randomUUID().toString())
                                                .header("Content-Type", "text/plain")
                                                .POST(
                                                        HttpRequest.BodyPublishers.ofString(
                                                                body().toString())))
                                .status())
                .isEqualTo(415);
    }

    @Test
    void aTurkishDefaultLocaleChangesNothing(Stage stage) {
        Tenant tenant = stage.tenant();
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.of("tr", "TR"));
        try {
            Api.Answer answer =
                    Api.send(
                            stage.api()
                                    .request("/external/withdrawals")
                                    .header("Authorization", "BEARER " + tenant.apiKey())
                                    .header(
                                            "Idempotency-Key",
                                            UUID.randomUUID().toString().toUpperCase(Locale.ROOT))
                                    .header("Prefer", "WAIT=0")
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    body().put(
                                                                    "targetIban",
                                                                    "is14 0159 2600 7654 5510 7303 39")
                                                            .toString())));
            assertThat(answer.status()).as(answer.text()).isEqualTo(201);
            assertThat(answer.at("targetIban")).startsWith("IS");
            assertThat(answer.at("status")).isEqualTo("PENDING_REVIEW");
            assertThat(answer.at("referenceNo")).matches("W-[0-9]{4}-[0-9]{7,}");
            assertThat(tenant.set("{\"minAmount\":\"1\",\"webhookUrl\":null}").status())
                    .isEqualTo(200);
            assertThat(tenant.agent().find(2_000_000_000).path("status").asInt()).isEqualTo(400);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void theListIsNewestFirstInPagesAndNarrowedByEachFilter(Stage stage) {
        Tenant tenant = stage.tenant();
        List<Tenant.Opened> opened = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            opened.add(tenant.open(100 + i));
        }
        List<String> ids = opened.reversed().stream().map(each -> each.id().toString()).toList();
        assertThat(list(tenant, "")).isEqualTo(ids);

        List<String> paged = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = tenant.get("/external/withdrawals?limit=2" + cursor).json();
            page.path("data").forEach(each -> paged.add(each.path("withdrawalId").asString()));
            assertThat(page.path("data").size()).isBetween(1, 2);
            cursor =
                    page.path("nextCursor").isNull()
                            ? ""
                            : "&cursor=" + page.path("nextCursor").asString();
        } while (!cursor.isEmpty());
        assertThat(paged).isEqualTo(ids);

        String at = tenant.get(opened.get(2).id()).at("createdAt");
        assertThat(list(tenant, "?createdFrom=" + at))
                .contains(ids.get(2))
                .doesNotContain(ids.get(4));
        assertThat(list(tenant, "?createdTo=" + at))
                .contains(ids.get(4))
                .doesNotContain(ids.get(2));
        assertThat(
                        list(
                                tenant,
                                "?createdFrom=0001-01-01T00:00:00Z&createdTo=%2B999999999-12-31T23:59:59Z"))
                .isEqualTo(ids);
        assertThat(list(tenant, "?createdFrom=%2B999999999-12-31T23:59:59Z")).isEmpty();
        assertThat(list(tenant, "?referenceNo=" + opened.get(3).referenceNo()))
                .containsExactly(ids.get(1));
        assertThat(list(tenant, "?externalUserId=user-1")).isEqualTo(ids);
        assertThat(list(tenant, "?externalUserId=user-2")).isEmpty();

        stage.ledger()
                .says(
                        new io.sluice.contracts.LedgerEvent.FundsRefused(
                                opened.getFirst().id(),
                                stage.ledger().next(opened.getFirst().id()),
                                Ledger.totals(101, 0, 101, 0),
                                opened.getFirst().asked().currency(),
                                "insufficient_funds"));
        Await.until(
                () -> "rejected", () -> list(tenant, "?status=REJECTED").contains(ids.getLast()));
        assertThat(list(tenant, "?status=PENDING_REVIEW,SENT")).isEqualTo(ids.subList(0, 4));
        assertThat(list(tenant, "?status=SENT")).isEmpty();
        assertThat(tenant.get(opened.getFirst().id()).at("rejectedReason"))
                .isEqualTo("insufficient_funds");
    }

    private static List<String> list(Tenant tenant, String query) {
        Api.Answer answer = tenant.get("/external/withdrawals" + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        List<String> ids = new ArrayList<>();
        answer.json().path("data").forEach(each -> ids.add(each.path("withdrawalId").asString()));
        return ids;
    }

    @Test
    void aQueryThatIsWrongIsRefusedByName(Stage stage) {
        Tenant tenant = stage.tenant();
        for (String query :
                List.of(
                        "status=PAID",
                        "status=",
                        "status=SENT,,",
                        "limit=0",
                        "limit=101",
                        "limit=x",
                        "cursor=x",
                        "cursor=AAAAAAAAAAAAAAAAAAAAAA",
                        "createdFrom=today",
                        "createdTo=2026-04-28",
                        "externalUserId=%00",
                        "referenceNo=%0A")) {
            Api.Answer answer = tenant.get("/external/withdrawals?" + query);
            assertThat(answer.status()).as(query).isEqualTo(400);
            assertThat(answer.at("error")).isEqualTo("validation_failed");
            assertThat(answer.json().at("/errors/0/field").asString())
                    .isEqualTo(query.substring(0, query.indexOf('=')));
        }
    }

    @Test
    void anEntityTagSavesWhatIsUnchangedAndChangesWithTheWithdrawal(Stage stage) {
        Tenant tenant = stage.tenant();
        Tenant.Opened opened = tenant.open(100);
        for (String path :
                List.of("/external/withdrawals/" + opened.id(), "/external/withdrawals")) {
            String tag = tenant.get(path).header("etag");
            assertThat(tag).matches("\"[0-9a-f]+\"");
            for (String known : List.of(tag, "\"other\", W/" + tag, "*")) {
                Api.Answer unchanged = conditional(tenant, path, known);
                assertThat(unchanged.status()).as(known).isEqualTo(304);
                assertThat(unchanged.text()).isEmpty();
                assertThat(unchanged.header("etag")).isEqualTo(tag);
            }
            assertThat(conditional(tenant, path, "\"other\"").status()).isEqualTo(200);
        }
        String before = tenant.get(opened.id()).header("etag");
        stage.ledger().reserves(opened.asked());
        stage.ledger()
                .authorizes(opened.asked(), Objects.requireNonNull(opened.asked().payoutId()), 100);
        Await.until(
                () -> "another tag",
                () ->
                        conditional(tenant, "/external/withdrawals/" + opened.id(), before).status()
                                == 200);
    }

    private static Api.Answer conditional(Tenant tenant, String path, String tags) {
        return Api.send(
                tenant.stage()
                        .api()
                        .request(path)
                        .header("Authorization", "Bearer " + tenant.apiKey())
                        .header("If-None-Match", tags)
                        .GET());
    }

    @Test
    void preferWaitAnswersWithTheStateReachedOnTheFirstCallAndOnAReplay(Stage stage) {
        Tenant tenant = stage.tenant();
        Instant begin = Instant.now();
        String keptWaiting = UUID.randomUUID().toString();
        String paid = UUID.randomUUID().toString();
        var slow = Async.call(() -> waiting(tenant, keptWaiting, "respond-async, wait=1"));
        var fast = Async.call(() -> waiting(tenant, paid, "wait=10"));

        Await.until(() -> "the paid one", () -> !list(tenant, "?externalUserId=" + paid).isEmpty());
        WithdrawalId id = WithdrawalId.of(list(tenant, "?externalUserId=" + paid).getFirst());
        var asked = stage.ledger().requested(id);
        var payout = Objects.requireNonNull(asked.payoutId());
        stage.ledger().reserves(asked);
        stage.ledger().authorizes(asked, payout, 100);
        stage.ledger().settles(asked, payout, 100, Ledger.totals(100, 100, 0, 0));

        assertThat(fast.join().status()).isEqualTo(201);
        assertThat(fast.join().header("preference-applied")).isEqualTo("wait=10");
        assertThat(fast.join().at("status")).isEqualTo("SENT");
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(9));
        assertThat(slow.join().header("preference-applied")).isEqualTo("wait=1");
        assertThat(slow.join().at("status")).isEqualTo("PENDING_REVIEW");

        Api.Answer again = waiting(tenant, paid, "wait=99");
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("preference-applied")).as("ten at most").isEqualTo("wait=10");
        assertThat(again.header("idempotent-replayed")).isEqualTo("true");
        assertThat(again.at("status")).isEqualTo("SENT");
        assertThat(tenant.post(paid, Api.body(paid, "100")).text())
                .as("what is stored is the short answer")
                .isEqualTo(
                        "{\"withdrawalId\":\""
                                + id
                                + "\",\"referenceNo\":\""
                                + again.at("referenceNo")
                                + "\"}");
    }

    private static Api.Answer waiting(Tenant tenant, String key, String prefer) {
        return Api.send(
                tenant.stage()
                        .api()
                        .request("/external/withdrawals")
                        .header("Authorization", "Bearer " + tenant.apiKey())
                        .header("Idempotency-Key", key)
                        .header("Prefer", prefer)
                        .POST(HttpRequest.BodyPublishers.ofString(Api.body(key, "100"))));
    }
}
