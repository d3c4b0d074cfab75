package io.sluice.verification.chaos;

import io.sluice.verification.EveryRecord;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** All that the topics tell, each event once. */
final class Told {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** A payout as the ledger tells of it, in minor units. */
    static final class Payout {

        final String withdrawal;
        long settled;
        long returned;

        Payout(String withdrawal) {
            this.withdrawal = withdrawal;
        }
    }

    private final Map<String, Payout> payouts = new HashMap<>();
    private final Set<String> requested = new HashSet<>();
    private final Map<String, Integer> events = new HashMap<>();
    private final Set<String> ids = new HashSet<>();
    private long repeated;
    private long deadLetters;

    static Told read(String bootstrapServers) {
        Told told = new Told();
        EveryRecord.read(bootstrapServers, told::add);
        return told;
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().endsWith(".dlt")) {
            deadLetters++;
            return;
        }
        if (!ids.add(record.topic() + header(record, "ce_id"))) {
            repeated++;
            return;
        }
        String event = header(record, "ce_type").replaceAll("^sluice\\.|\\.v1$", "");
        events.merge(event, 1, Integer::sum);
        switch (event) {
            case "withdrawal-requested" -> requested.add(header(record, "ce_subject"));
            case "payout-authorized" -> payout(JSON.readTree(record.value()));
            case "funds-settled" -> {
                JsonNode body = JSON.readTree(record.value());
                payout(body).settled += Long.parseLong(body.path("amount").asString());
            }
            case "funds-returned" -> {
                JsonNode body = JSON.readTree(record.value());
                payout(body).returned += Long.parseLong(body.path("amount").asString());
            }
            default -> {}
        }
    }

    private Payout payout(JsonNode body) {
        return payouts.computeIfAbsent(
                body.path("payoutId").asString(),
                _ -> new Payout(body.path("withdrawalId").asString()));
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** By payout id: those that the ledger has authorized. */
    Map<String, Payout> payouts() {
        return payouts;
    }

    /** Withdrawals that the API has handed to the ledger. */
    Set<String> requested() {
        return requested;
    }

    /** Distinct events of a kind, such as {@code funds-settled}. */
    int count(String event) {
        return events.getOrDefault(event, 0);
    }

    /** Events that were published more than once: allowed, and taken once by whoever reads. */
    long repeated() {
        return repeated;
    }

    long deadLetters() {
        return deadLetters;
    }
}
