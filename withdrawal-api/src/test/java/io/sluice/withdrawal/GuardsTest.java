package io.sluice.withdrawal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpRequest;
import java.util.List;
import java.util.stream.Stream;

/** Who may call what: every operation of the document, with no key, another's key, a viewer's token. */
@ExtendWith(Stage.Shared.class)
class GuardsTest {

    /** An operation of the document, with its variables filled in. */
    private record Call(String method, String path) {

        boolean isBelow(String prefix) {
            return path.startsWith(prefix);
        }

        Api.Answer by(Stage stage, String token) {
            return stage.api().call(method, token, path, method.equals("GET") ? null : "{}");
        }
    }

    private static List<Call> calls(Stage stage, String id) {
        return Stream.of("openapi.yaml", "openapi-operations.yaml")
                .map(Api.ANSWERS::document)
                .flatMap(document -> document.path("paths").propertyStream())
                .flatMap(
                        path ->
                                path.getValue().propertyNames().stream()
                                        .filter(
                                                List.of("get", "put", "post", "delete", "patch")
                                                        ::contains)
                                        .map(
                                                method ->
                                                        new Call(
                                                                method.toUpperCase(
                                                                        java.util.Locale.ROOT),
                                                                path.getKey()
                                                                        .replaceAll(
                                                                                "\\{[^}]+}", id))))
                .toList();
    }

    private static List<Call> external(Stage stage, String id) {
        List<Call> calls =
                calls(stage, id).stream().filter(call -> call.isBelow("/external")).toList();
        assertThat(calls).hasSizeGreaterThan(8);
        return calls;
    }

    private static List<Call> operators(Stage stage) {
        List<Call> calls =
                calls(stage, "Sandbox").stream()
                        .filter(
                                call ->
                                        Stream.of(
                                                        "applications",
                                                        "merchants",
                                                        "withdrawals",
                                                        "audit")
                                                .anyMatch(
                                                        room -> call.isBelow("/operator/" + room)))
                        .toList();
        assertThat(calls).hasSizeGreaterThan(12);
        return calls;
    }

    @Test
    void withoutALiveKeyNothingExternalIsAnswered(Stage stage) {
        for (Call call : external(stage, "019dd42c-d0aa-7998-9c4f-8a3e1f8b1c00")) {
            for (String key : List.of("", "unknown", Stage.OPERATOR)) {
                Api.Answer answer = call.by(stage, key);
                assertThat(answer.status()).as(call + " " + key).isEqualTo(401);
                assertThat(answer.at("error")).isEqualTo("unauthorized");
                assertThat(answer.header("www-authenticate")).isEqualTo("Bearer");
            }
        }
        Tenant tenant = stage.tenant();
        for (String header :
                List.of("Basic " + tenant.apiKey(), tenant.apiKey(), "Bearer", "Bearer ")) {
            assertThat(
                            Api.send(
                                            stage.api()
                                                    .request("/external/withdrawals")
                                                    .header("Authorization", header)
                                                    .GET())
                                    .status())
                    .as(header)
                    .isEqualTo(401);
        }
        HttpRequest.Builder twice =
                stage.api()
                        .request("/external/withdrawals")
                        .header("Authorization", "Bearer " + tenant.apiKey())
                        .header("Authorization", "Bearer " + tenant.apiKey())
                        .GET();
        assertThat(Api.send(twice).status()).isEqualTo(401);
    }

    @Test
    void whatIsAnothersIsNotFoundAnywhere(Stage stage) {
        Tenant owner = stage.tenant();
        Tenant stranger = stage.tenant();
        String withdrawal = owner.posted(100).toString();
        String event = owner.get("/external/events").json().at("/data/0/eventId").asString();
        int tried = 0;
        for (String id : List.of(withdrawal, event)) {
            for (Call call : external(stage, id)) {
                if (call.path().contains(id)) {
                    assertThat(call.by(stage, stranger.apiKey()).status())
                            .as(call.toString())
                            .isEqualTo(404);
                    tried++;
                }
            }
        }
        assertThat(tried).isGreaterThanOrEqualTo(8);
        assertThat(stranger.get("/external/withdrawals").json().path("data").size()).isZero();
        assertThat(stranger.get("/external/events").json().path("data").size()).isZero();
        int number =
                owner.get("/external/withdrawals/" + withdrawal)
                        .json()
                        .path("withdrawalRequestId")
                        .asInt();
        assertThat(owner.agent().find(number).path("status").asInt()).isZero();
        assertThat(stranger.agent().find(number).path("description").asString())
                .contains("not found");
        assertThat(stranger.agent().complete(number).path("description").asString())
                .contains("another application");
    }

    @Test
    void operatorsNeedATokenAndViewersOnlyRead(Stage stage) {
        for (Call call : operators(stage)) {
            for (String token : List.of("", "unknown", Api.SANDBOX_KEY)) {
                assertThat(call.by(stage, token).status()).as(call + " " + token).isEqualTo(401);
            }
            int viewer = call.by(stage, Stage.VIEWER).status();
            if (call.method().equals("GET")) {
                assertThat(viewer).as(call.toString()).isIn(200, 404);
            } else {
                assertThat(viewer).as(call.toString()).isEqualTo(403);
            }
        }
    }

    @Test
    void fromAnAddressThatIsNotOnTheListNothingIsAnswered(Stage stage) {
        Tenant tenant = stage.tenant();
        String id = tenant.posted(100).toString();
        tenant.set("{\"allowedAddresses\":[\"203.0.113.0/24\",\"2001:db8::/32\"]}");
        for (Call call : external(stage, id)) {
            Api.Answer answer = call.by(stage, tenant.apiKey());
            assertThat(answer.status()).as(call.toString()).isEqualTo(403);
            assertThat(answer.at("error")).isEqualTo("address_refused");
        }
        AgentClient agent = tenant.agent();
        for (String path :
                List.of(
                        "manage-withdrawal-request",
                        "split-withdrawal-request",
                        "find-transaction",
                        "find-order")) {
            Api.Answer answer = agent.send("/agent/" + path, agent.request(), "0".repeat(96));
            assertThat(answer.status()).as(path).isEqualTo(403);
            JsonNode body = answer.json();
            assertThat(body.path("status").asInt()).isEqualTo(406);
            assertThat(body.path("transaction").isNull()).isTrue();
        }
        // A header that anybody can write opens no door.
        assertThat(
                        Api.send(
                                        stage.api()
                                                .request("/external/withdrawals")
                                                .header(
                                                        "Authorization",
                                                        "Bearer " + tenant.apiKey())
                                                .header("X-Forwarded-For", "203.0.113.7")
                                                .header("Forwarded", "for=203.0.113.7")
                                                .GET())
                                .status())
                .isEqualTo(403);
        tenant.set("{\"allowedAddresses\":[\"127.0.0.0/8\",\"::1\"]}");
        assertThat(tenant.get("/external/withdrawals").status()).isEqualTo(200);
    }

    @Test
    void theRateLimitIsTheApplicationsOverBothItsSides(Stage stage) {
        Tenant tenant = stage.tenant("{\"ratePerMinute\":4}");
        Api.Answer last = tenant.get("/external/withdrawals");
        int good = 0;
        for (int i = 0; i < 12 && last.status() == 200; i++) {
            good++;
            assertThat(last.header("ratelimit-policy")).isEqualTo("\"burst\";q=4;w=60");
            assertThat(last.header("ratelimit")).matches("\"burst\";r=[0-3];t=[0-9]+");
            last = tenant.get("/external/withdrawals");
        }
        assertThat(good).as("a minute may end meanwhile").isBetween(4, 8);
        assertThat(last.status()).isEqualTo(429);
        assertThat(last.at("error")).isEqualTo("rate_limited");
        assertThat(Integer.parseInt(last.header("retry-after"))).isBetween(1, 60);
        assertThat(last.header("ratelimit")).startsWith("\"burst\";r=0;t=");

        AgentClient agent = tenant.agent();
        var body = agent.request().put("tid", 1);
        Api.Answer limited = agent.send("/agent/find-transaction", body, agent.sign(body, "tid"));
        if (limited.json().path("status").asInt() != 400) {
            assertThat(AgentClient.verified(limited, AgentClient.SECRET).path("status").asInt())
                    .isEqualTo(429);
            assertThat(limited.header("retry-after")).isNotEmpty();
        }
        tenant.set("{\"ratePerMinute\":null}");
        assertThat(tenant.get("/external/withdrawals").status()).isEqualTo(200);
    }
}
