package io.sluice.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The AsyncAPI document names the topics and events that the code knows, and no others. */
class AsyncApiTest {

    private static final String DEAD_LETTERS = "{topic}.dlt";
    private static final JsonNode DOCUMENT = Documents.yaml("asyncapi.yaml");

    static List<Class<? extends SluiceEvent>> events() {
        return Documents.events();
    }

    @Test
    void namesEveryTopicAndNoOther() {
        assertThat(DOCUMENT.path("channels").valueStream())
                .extracting(channel -> channel.path("address").asString())
                .filteredOn(address -> !address.equals(DEAD_LETTERS))
                .containsExactlyInAnyOrderElementsOf(Topics.ALL);
    }

    @Test
    void namesADeadLetterTopicForEveryTopic() {
        JsonNode channel = DOCUMENT.path("channels").path("deadLetters");
        assertThat(channel.path("address").asString()).isEqualTo(DEAD_LETTERS);
        List<String> topics =
                channel.path("parameters")
                        .path("topic")
                        .path("enum")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList();
        assertThat(topics).containsExactlyInAnyOrderElementsOf(Topics.ALL);
        assertThat(topics)
                .allSatisfy(
                        topic ->
                                assertThat(Topics.deadLetter(topic))
                                        .isEqualTo(DEAD_LETTERS.replace("{topic}", topic)));
    }

    @ParameterizedTest
    @CsvSource({"send", "receive"})
    void namesWhoWritesAndWhoReads(String action) {
        Set<String> named =
                DOCUMENT.path("operations")
                        .valueStream()
                        .filter(operation -> operation.path("action").asString().equals(action))
                        .map(AsyncApiTest::serviceAndTopic)
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> granted =
                TopicAccess.ALL.stream()
                        .flatMap(
                                access ->
                                        (action.equals("send") ? access.writes() : access.reads())
                                                .stream()
                                                        .map(
                                                                topic ->
                                                                        access.service()
                                                                                + " "
                                                                                + topic))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(granted).isEqualTo(named);
    }

    private static String serviceAndTopic(JsonNode operation) {
        String channel = operation.path("channel").path("$ref").asString();
        String name = channel.substring(channel.lastIndexOf('/') + 1);
        return operation.path("x-service").asString()
                + " "
                + DOCUMENT.path("channels").path(name).path("address").asString();
    }

    @Test
    void givesEveryTopicItsPartitionsAndRetention() {
        for (String topic : Topics.ALL) {
            JsonNode kafka = channel(topic).path("bindings").path("kafka");
            assertThat(kafka.path("topic").asString()).isEqualTo(topic);
            assertThat(kafka.path("partitions").asInt()).isEqualTo(Topics.PARTITIONS);
            assertThat(kafka.path("topicConfiguration").path("retention.ms").asLong())
                    .isEqualTo(Duration.ofDays(Topics.RETENTION_DAYS).toMillis());
        }
    }

    @Test
    void namesEveryEventOnOneTopicAndNoOther() {
        List<String> named =
                Topics.ALL.stream()
                        .flatMap(topic -> channel(topic).path("messages").propertyStream())
                        .map(message -> message.getValue().path("$ref").asString())
                        .toList();
        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(
                        Documents.events().stream()
                                .map(event -> "#/components/messages/" + event.getSimpleName())
                                .toList());
    }

    @ParameterizedTest
    @MethodSource("events")
    void describesTheEventByItsLogicalNameAndItsSchema(Class<? extends SluiceEvent> event) {
        JsonNode message = DOCUMENT.path("components").path("messages").path(event.getSimpleName());
        assertThat(message.path("name").asString()).isEqualTo(SluiceEvent.type(event));
        assertThat(message.path("summary").asString())
                .isEqualTo(Documents.schema(event).path("description").asString());
        String schema = message.path("payload").path("schema").path("$ref").asString();
        assertThat(schema).isEqualTo("./schemas/v1/" + Documents.kebabName(event) + ".schema.json");
    }

    @ParameterizedTest
    @CsvSource({
        "withdrawals.v1, send, withdrawal-api",
        "withdrawals.v1, receive, ledger-service",
        "ledger-commands.v1, send, ledger-service",
        "ledger-commands.v1, receive, ledger-service",
        "ledger.v1, send, ledger-service",
        "ledger.v1, receive, gateway-adapter withdrawal-api",
        "payout-status.v1, send, gateway-adapter webhook-ingest",
        "payout-status.v1, receive, gateway-adapter ledger-service",
        "payout-claims.v1, send, webhook-ingest",
        "payout-claims.v1, receive, gateway-adapter",
        "payouts.v1, send, gateway-adapter",
        "payouts.v1, receive, ledger-service webhook-ingest"
    })
    void namesWhoWritesAndReadsEachTopic(String topic, String action, String services) {
        assertThat(services(topic, action)).isEqualTo(services);
    }

    @Test
    void givesEveryOperationATopicAndAService() {
        Set<String> known =
                DOCUMENT.path("components")
                        .path("schemas")
                        .path("envelope")
                        .path("properties")
                        .path("ce_source")
                        .path("enum")
                        .valueStream()
                        .map(JsonNode::asString)
                        .collect(Collectors.toSet());
        assertThat(DOCUMENT.path("operations").valueStream())
                .hasSize(16)
                .allSatisfy(
                        operation ->
                                assertThat(known).contains(operation.path("x-service").asString()));
    }

    private static String services(String topic, String action) {
        String reference = "#/channels/" + channelName(topic);
        return DOCUMENT.path("operations")
                .valueStream()
                .filter(operation -> operation.path("action").asString().equals(action))
                .filter(
                        operation ->
                                operation.path("channel").path("$ref").asString().equals(reference))
                .map(operation -> operation.path("x-service").asString())
                .collect(
                        Collectors.collectingAndThen(
                                Collectors.toCollection(TreeSet::new),
                                all -> String.join(" ", all)));
    }

    private static JsonNode channel(String topic) {
        return DOCUMENT.path("channels").path(channelName(topic));
    }

    private static String channelName(String topic) {
        return DOCUMENT.path("channels")
                .propertyStream()
                .filter(channel -> channel.getValue().path("address").asString().equals(topic))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new AssertionError(topic + ": not in asyncapi.yaml"));
    }
}
