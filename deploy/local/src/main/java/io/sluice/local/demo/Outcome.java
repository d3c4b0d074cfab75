package io.sluice.local.demo;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that was seen of one withdrawal from outside.
 *
 * @param withdrawal as the partner's GET shows it
 * @param entries of the ledger
 * @param paid all that the providers paid, to whomever
 */
record Outcome(
        Scenario scenario,
        String user,
        PlatformClient.Opened opened,
        Instant askedAt,
        Instant answeredAt,
        List<TopicJournal.Entry> records,
        List<Webhooks.Received> webhooks,
        JsonNode withdrawal,
        JsonNode entries,
        JsonNode paid,
        long walletChange) {

    /** Everything in the order in which it happened. */
    List<Moment> moments() {
        Stream<Moment> ours =
                Stream.of(
                        new Moment(askedAt, "partner", "POST /external/withdrawals"),
                        new Moment(
                                answeredAt,
                                "withdrawal-api",
                                "answers 201 " + opened.referenceNo()));
        Stream<Moment> others =
                Stream.concat(
                        records.stream().map(TopicJournal.Entry::moment),
                        webhooks.stream().map(Webhooks.Received::moment));
        return Stream.concat(ours, others).sorted(Comparator.comparing(Moment::at)).toList();
    }
}
