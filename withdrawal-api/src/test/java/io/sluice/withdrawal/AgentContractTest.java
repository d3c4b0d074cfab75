package io.sluice.withdrawal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.withdrawal.application.AgentSignature;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.net.http.HttpRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/** Praxis' side: signatures, fields and their bounds, the shape of every answer. */
@ExtendWith(Stage.Shared.class)
class AgentContractTest {

    private static final String FIND = "/agent/find-transaction";

    /** Praxis' own two vectors, and those derived from the documents' samples. */
    @ParameterizedTest
    @CsvSource({
        "Integration TEST USDTest-Integration-Merchant15598253737528561.1, c1eb4464bce78dd099501fbdbc6c9b9979070b4d82ef47fbbfbf9535104934d4abd77bfd9480685b317d60db5339097b",
        "Integration TEST USDTest-Integration-Merchant15688553921.1ABCDEF, c8d9b1824601bb6e11342afc36cb7281892daead2fbae257ea2d2ff8aa4908d66d5863a429e247d47155c01a0592e482",
        "Test-Integration-Merchant|Sandbox|1590613956|complete-withdrawal-request|756850, df200446f877043cc2656fcc7a81a545cf773a0b12fbbdd7f9f956d26be61501605b80dc4ed3e5004a41991bec27e149",
        "0|1590611635|756859|approved||, 872c851ec0b40701afe3f488eb2468c002576b6f232b60e1bff780fd2e97ea0072119dad667af4b2f254c5ee2d3892b1",
        "0|1590611635|756860|rejected||, 607f951d88c64ce09de90f4627aa7b65e8ffd4bda5ed5d14ec061e00ffc20b4a19adac0fc5f18173f4e04937e7973e77",
        "Test-Integration-Merchant|Sandbox|1590613956|756859, 300350addb314a276bf36419f5c659622e4a33517a7aeb54600b98cfcde20b54352ef3ed672535b08af73385a30fb22d"
    })
    void theSignatureIsThatOfPraxisVectors(String values, String signature) {
        assertThat(AgentSignature.of(List.of(values.split("\\|", -1)), AgentClient.SECRET))
                .isEqualTo(signature);
    }

    @Test
    void theTransactionHasEveryFieldOfTheDocumentsSamples(Stage stage) {
        Tenant tenant = stage.tenant();
        Tenant.Opened opened = tenant.reserved(250_000);
        int child =
                Objects.requireNonNull(tenant.get(opened.id()).json().at("/payouts/0/tid")).asInt();
        for (int tid : List.of(opened.number(), child)) {
            JsonNode transaction = tenant.agent().find(tid).path("transaction");
            assertThat(new TreeSet<>(transaction.propertyNames()))
                    .isEqualTo(
                            new TreeSet<>(
                                    Arrays.asList(
                                            """
                                            account_identifier amount avs_alert card cascade_level charge_amount \
                                            charge_currency cid conversion_rate created_by currency edited_by fee gateway \
                                            is_3d is_cascade payment_method payment_processor processed_amount \
                                            processed_currency reference_id status_code status_details tid transaction_id \
                                            transaction_status transaction_type verification_alert wallet \
                                            withdrawal_request_id"""
                                                    .split(" ", -1))));
            assertThat(transaction.path("payment_method").asString()).isEqualTo("Bank Transfer");
            assertThat(transaction.path("amount").isIntegralNumber()).isTrue();
            assertThat(transaction.path("amount").asLong()).isEqualTo(250_000);
            for (String empty :
                    List.of("card", "wallet", "processed_amount", "processed_currency")) {
                assertThat(transaction.path(empty).isNull()).as(empty).isTrue();
            }
        }
        Api.Answer raw =
                signed(tenant.agent(), tenant.agent().request().put("tid", child), "tid", FIND);
        assertThat(raw.text()).contains("\"conversion_rate\":1.000000,");
        assertThat(raw.json().path("version").asString()).isEqualTo("1.3");
    }

    private static Api.Answer signed(
            AgentClient agent, ObjectNode body, String field, String path) {
        return agent.send(path, body, agent.sign(body, field));
    }

    private static String refusal(AgentClient agent, ObjectNode body) {
        Api.Answer answer = signed(agent, body, "tid", FIND);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("status").asInt()).isEqualTo(400);
        assertThat(answer.json().path("transaction").isNull()).isTrue();
        return AgentClient.verified(answer).path("description").asString();
    }

    @Test
    void aCallNeedsASignatureThatVerifiesAndIsFresh(Stage stage) {
        AgentClient agent = stage.tenant().agent();
        ObjectNode body = agent.request().put("tid", 1);
        assertThat(agent.send(FIND, body, null).status()).isEqualTo(400);
        String right = agent.sign(body, "tid");
        for (String wrong :
                List.of(
                        "0".repeat(96),
                        "",
                        right.substring(1),
                        right.substring(0, 95) + (right.endsWith("0") ? "1" : "0"),
                        right + "0",
                        "Ω")) {
            assertThat(agent.send(FIND, body, wrong.equals("Ω") ? "%CE" : wrong).at("description"))
                    .contains("does not verify");
        }
        assertThat(agent.send(FIND, body.deepCopy().put("tid", 2), right).at("description"))
                .contains("does not verify");

        for (long age : List.of(61L, 3600L, -30L)) {
            ObjectNode stale = agent.request().put("tid", 1);
            stale.put("timestamp", stale.path("timestamp").asLong() - age);
            assertThat(refusal(agent, stale)).as(age + " s").contains("timestamp");
        }
        ObjectNode fresh = agent.request().put("tid", 1);
        fresh.put("timestamp", fresh.path("timestamp").asLong() - 58);
        assertThat(refusal(agent, fresh)).contains("not found");
        ObjectNode text = agent.request().put("tid", 1);
        text.put("timestamp", text.path("timestamp").asString());
        assertThat(refusal(agent, text)).contains("timestamp");
        assertThat(refusal(agent, agent.request().put("tid", 1).put("version", "1.1")))
                .contains("version");
        ObjectNode unversioned = agent.request().put("tid", 1);
        unversioned.remove("version");
        assertThat(refusal(agent, unversioned)).contains("version");
    }

    @Test
    void theCallerIsAKnownMerchantsOwnApplication(Stage stage) {
        AgentClient agent = stage.tenant().agent();
        for (String field : List.of("merchant_id", "application_key")) {
            for (String value : List.of("unknown", "", "x".repeat(5000))) {
                ObjectNode body = agent.request().put("tid", 1).put(field, value);
                Api.Answer answer = signed(agent, body, "tid", FIND);
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.json().path("status").asInt()).isEqualTo(401);
                assertThat(answer.header("gt-authentication")).isEmpty();
            }
            ObjectNode number = agent.request().put("tid", 1).put(field, 7);
            assertThat(signed(agent, number, "tid", FIND).json().path("status").asInt())
                    .isEqualTo(401);
        }
    }

    @Test
    void fieldsAreOfTheirTypesAndLengthsAndUnknownOnesAreIgnored(Stage stage) {
        Tenant tenant = stage.tenant(Tenant.MANAGED);
        AgentClient agent = tenant.agent();
        for (String tid : List.of("\"1\"", "1.5", "0", "-1", "99999999999", "null", "[]", "true")) {
            ObjectNode body = agent.request();
            body.set("tid", Api.JSON.readTree(tid));
            String refusal = signed(agent, body, "tid", FIND).at("description");
            assertThat(refusal).as(tid).containsAnyOf("tid:", "does not verify");
        }
        int number = tenant.reserved(500).number();
        assertSplitRefused(agent, number, "amount", "\"10\"");
        assertSplitRefused(agent, number, "amount", "0");
        assertSplitRefused(agent, number, "amount", "10.5");
        assertSplitRefused(agent, number, "currency", "\"XYZ\"");
        assertSplitRefused(agent, number, "currency", "\"EUR\"");
        assertSplitRefused(agent, number, "order_id", "null");
        assertSplitRefused(agent, number, "order_id", "\"  \"");
        assertSplitRefused(agent, number, "order_id", "\"" + "o".repeat(51) + "\"");
        assertSplitRefused(agent, number, "gateway", "\"" + "g".repeat(33) + "\"");
        ObjectNode intent =
                agent.request().put("intent", "do-something").put("withdrawal_request_id", number);
        assertThat(
                        agent.send(
                                        "/agent/manage-withdrawal-request",
                                        intent,
                                        agent.sign(intent, "intent", "withdrawal_request_id"))
                                .at("description"))
                .contains("intent");

        ObjectNode more = agent.request().put("tid", number).put("colour", "blue");
        assertThat(signed(agent, more, "tid", FIND).json().path("status").asInt()).isZero();
        Tenant same = stage.tenant(Tenant.SAME_ID);
        assertThat(
                        same.agent()
                                .split(same.reserved(500).number(), 100, "order-1")
                                .path("description")
                                .asString())
                .contains("not for this application");
    }

    private static void assertSplitRefused(
            AgentClient agent, int number, String field, String value) {
        ObjectNode body =
                agent.request()
                        .put("withdrawal_request_id", number)
                        .put("amount", 10)
                        .put("currency", "TRY")
                        .put("order_id", "order-1");
        body.set(field, Api.JSON.readTree(value));
        JsonNode answer =
                AgentClient.verified(
                        signed(
                                agent,
                                body,
                                "withdrawal_request_id",
                                "/agent/split-withdrawal-request"));
        assertThat(answer.path("status").asInt()).as(field + " " + value).isEqualTo(400);
        assertThat(answer.path("description").asString()).contains(field);
    }

    @Test
    void whatIsNoJsonOrTooMuchOfItIsRefusedInPraxisShape(Stage stage) {
        AgentClient agent = stage.tenant().agent();
        for (String body :
                List.of(
                        "",
                        "{",
                        "[]",
                        "1",
                        "{\"a\":1}{}",
                        "{\"a\":1e2147483648}",
                        "[".repeat(10_000),
                        "{\"a\":\"" + "x".repeat(70_000) + "\"}")) {
            Api.Answer answer =
                    Api.send(
                            stage.api()
                                    .request(FIND)
                                    .header("Gt-Authentication", "0".repeat(96))
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(body)));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().path("status").asInt()).isEqualTo(400);
        }
        assertThat(agent.find(2_000_000_000).path("description").asString()).contains("not found");
        assertThat(agent.complete(2_000_000_000).path("description").asString())
                .contains("not found");
        assertThat(agent.findOrder("nothing").path("description").asString()).contains("not found");
    }
}
