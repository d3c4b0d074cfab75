package io.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.contracts.DeadLetterHeaders;
import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.SluiceEvent;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The codec reads and writes every event just as its golden sample and AsyncAPI say. */
class GoldenSamplesTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonNode ASYNC_API =
            YAMLMapper.builder().build().readTree(resource("asyncapi.yaml"));
    private static final EventId ID = EventId.derived("golden sample", "test");
    private static final int WALLETS_PARTITION = 7;

    private final EventCodec codec = new EventCodec();

    /** The messages of the AsyncAPI document, which contracts holds to the event classes. */
    static List<String> types() {
        return ASYNC_API
                .path("components")
                .path("messages")
                .valueStream()
                .map(message -> message.path("name").asString())
                .filter(name -> name.startsWith("sluice."))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("types")
    void aSampleDecodedAndEncodedAgainIsTheSameJson(String type) {
        EncodedEvent encoded = codec.encode(decoded(type, sample(type)));

        assertThat(JSON.readTree(encoded.payload())).isEqualTo(JSON.readTree(sample(type)));
        assertThat(encoded.headers()).isEqualTo(headers(type, encoded));
    }

    @ParameterizedTest
    @MethodSource("types")
    void anUnknownMemberIsIgnored(String type) {
        ObjectNode sample = (ObjectNode) JSON.readTree(sample(type));
        sample.put("addedLater", "anything");

        assertThat(decoded(type, JSON.writeValueAsBytes(sample)))
                .isEqualTo(decoded(type, sample(type)));
    }

    @ParameterizedTest
    @MethodSource("types")
    void aMissingOrNullMemberThatMustBeThereIsRefusedByName(String type) {
        String schema = "schemas/v1/" + name(type) + ".schema.json";
        for (JsonNode required : JSON.readTree(resource(schema)).path("required")) {
            ObjectNode sample = (ObjectNode) JSON.readTree(sample(type));
            sample.remove(required.asString());
            assertRefused(type, sample, required.asString());
            assertRefused(type, sample.putNull(required.asString()), required.asString());
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void theEventGoesToTheTopicThatNamesIt(String type) {
        EncodedEvent encoded = codec.encode(decoded(type, sample(type)));

        assertThat(channelsOf(type)).containsExactly(encoded.topic());
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyEventOfTheWalletGoesToItsPartition(String type) {
        assertThat(codec.encode(decoded(type, sample(type))).partition())
                .isEqualTo(WALLETS_PARTITION);
    }

    @ParameterizedTest
    @MethodSource("types")
    void theKeyIsTheOneThatTheDocumentNames(String type) {
        EncodedEvent encoded = codec.encode(decoded(type, sample(type)));
        JsonNode sample = JSON.readTree(sample(type));
        String key = message(type).at("/bindings/kafka/key/$ref").asString();

        String expected =
                switch (key) {
                    case "#/components/schemas/withdrawalKey" ->
                            sample.path("withdrawalId").asString();
                    case "#/components/schemas/payoutKey" -> sample.path("payoutId").asString();
                    case "#/components/schemas/accountKey" ->
                            "998e8cde-9013-85d1-adf7-61ba88e6ba04";
                    case "#/components/schemas/partitionKey" ->
                            Integer.toString(sample.path("ledgerPartition").asInt());
                    default -> throw new AssertionError(type + ": unknown key " + key);
                };
        assertThat(encoded.key()).isEqualTo(expected);
    }

    @Test
    void theSamplesDestinationOpensForItsWithdrawal() {
        DestinationSeal seal =
                new DestinationSeal(Base64.getEncoder().encodeToString(new byte[32]));
        String type = "sluice.withdrawal-requested.v1";
        if (decoded(type, sample(type)).data() instanceof WithdrawalRequested request) {
            assertThat(seal.open(request.withdrawalId(), request.destination()))
                    .isEqualTo(
                            new Destination(
                                    "TR320010009999901234567890", "Ayşe Yılmaz", "Demo user"));
        } else {
            throw new AssertionError(type + ": another class");
        }
    }

    @Test
    void theDocumentNamesTheHeadersOfDeadLettersAndOfTheirCopies() {
        assertThat(ASYNC_API.at("/components/schemas/deadLetterHeaders/properties").propertyNames())
                .containsExactlyInAnyOrder(
                        DeadLetterHeaders.CONSUMER,
                        DeadLetterHeaders.TOPIC,
                        DeadLetterHeaders.PARTITION,
                        DeadLetterHeaders.OFFSET,
                        DeadLetterHeaders.REASON,
                        DeadLetterHeaders.TIME);
        assertThat(ASYNC_API.at("/components/schemas/redriveHeaders/properties").propertyNames())
                .containsExactlyInAnyOrder(
                        DeadLetterHeaders.REDRIVE,
                        DeadLetterHeaders.DISCARD,
                        DeadLetterHeaders.ADDRESSEE);
    }

    private void assertRefused(String type, JsonNode sample, String member) {
        assertThatExceptionOfType(UndecodableEvent.class)
                .as("%s without %s", type, member)
                .isThrownBy(() -> decoded(type, JSON.writeValueAsBytes(sample)))
                .withMessageContaining(member);
    }

    private Envelope<?> decoded(String type, byte[] payload) {
        return codec.decode(attributes(type), payload);
    }

    private static Map<String, String> attributes(String type) {
        return Map.of(
                "ce_specversion",
                "1.0",
                "ce_id",
                ID.toString(),
                "ce_source",
                "golden-samples",
                "ce_type",
                type,
                "ce_time",
                Instant.EPOCH.toString(),
                "ce_causationid",
                ID.toString(),
                "traceparent",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    }

    private static Map<String, String> headers(String type, EncodedEvent encoded) {
        Map<String, String> headers = new HashMap<>(attributes(type));
        headers.put("ce_subject", encoded.key());
        headers.put("content-type", "application/json");
        assertThat(headers.keySet())
                .as("the headers of the AsyncAPI document")
                .containsExactlyInAnyOrderElementsOf(
                        ASYNC_API.at("/components/schemas/envelope/properties").propertyNames());
        return headers;
    }

    private static List<String> channelsOf(String type) {
        String reference = "#/components/messages/" + message(type).path("title").asString();
        return ASYNC_API
                .path("channels")
                .valueStream()
                .filter(
                        channel ->
                                channel.path("messages")
                                        .valueStream()
                                        .anyMatch(
                                                message ->
                                                        message.path("$ref")
                                                                .asString()
                                                                .equals(reference)))
                .map(channel -> channel.path("address").asString())
                .toList();
    }

    private static JsonNode message(String type) {
        return ASYNC_API
                .path("components")
                .path("messages")
                .valueStream()
                .filter(message -> message.path("name").asString().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] sample(String type) {
        return resource("samples/v1/" + name(type) + ".json");
    }

    private static String name(String type) {
        return type.substring("sluice.".length(), type.length() - ".v1".length());
    }

    private static byte[] resource(String name) {
        try (InputStream in = SluiceEvent.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new AssertionError(name + ": missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
