package io.sluice.local.deadletter;

import io.sluice.contracts.DeadLetterHeaders;
import io.sluice.contracts.Topics;
import io.sluice.local.process.Console;
import io.sluice.local.process.PlainFailure;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code ./sluice dlt}: what was set aside, and its end. */
public final class DeadLetterCommand {

    private static final String OPEN = "open";

    private final DeadLetterTopics topics;
    private final Console console;

    private DeadLetterCommand(DeadLetterTopics topics, Console console) {
        this.topics = topics;
        this.console = console;
    }

    /**
     * @param broker a client's settings, in Kafka's words
     */
    public static int run(Map<String, Object> broker, Console console, DeadLetterRequest request) {
        try (DeadLetterTopics topics = new DeadLetterTopics(broker)) {
            DeadLetterCommand command = new DeadLetterCommand(topics, console);
            switch (request) {
                case DeadLetterRequest.All() -> command.list();
                case DeadLetterRequest.Show(var topic, int partition, long offset) ->
                        command.show(command.at(topic, partition, offset));
                case DeadLetterRequest.Redrive redrive -> command.redrive(redrive);
                case DeadLetterRequest.Discard discard -> command.discard(discard);
            }
        }
        return 0;
    }

    private void list() {
        List<DeadLetter> letters = topics.of(Topics.ALL);
        if (letters.isEmpty()) {
            console.line("No dead letters.");
            return;
        }
        Map<String, String> ends = topics.ends(letters);
        String row = "%-22s %4s %7s  %-9s %-16s %-36s  %s";
        console.line(
                console.bold(
                        row.formatted(
                                "TOPIC",
                                "PART",
                                "OFFSET",
                                "STATE",
                                "SET ASIDE BY",
                                "WITHDRAWAL",
                                "REASON")));
        for (DeadLetter letter : letters) {
            console.line(
                    String.format(
                            Locale.ROOT,
                            row,
                            letter.record().topic(),
                            letter.record().partition(),
                            letter.record().offset(),
                            state(letter, ends),
                            letter.consumer(),
                            letter.subject(),
                            letter.reason()));
        }
    }

    private void show(DeadLetter letter) {
        console.line("state: " + state(letter, topics.ends(List.of(letter))));
        letter.headers().forEach((name, value) -> console.line(name + ": " + value));
        console.blank();
        console.line(letter.payload());
    }

    private void redrive(DeadLetterRequest.Redrive wanted) {
        List<DeadLetter> letters =
                topics.of(List.of(wanted.topic())).stream()
                        .filter(
                                letter ->
                                        wanted.withdrawal() == null
                                                || wanted.withdrawal().equals(letter.subject()))
                        .toList();
        Map<String, String> ends = topics.ends(letters);
        List<DeadLetter> open =
                letters.stream().filter(letter -> state(letter, ends).equals(OPEN)).toList();
        topics.send(open.stream().map(DeadLetter::redriven).toList());
        open.forEach(
                letter ->
                        console.line("redriven: " + letter.origin() + " for " + letter.consumer()));
        if (open.isEmpty()) {
            console.line("Nothing to redrive.");
        }
    }

    private void discard(DeadLetterRequest.Discard wanted) {
        DeadLetter letter = at(wanted.topic(), wanted.partition(), wanted.offset());
        String state = state(letter, topics.ends(List.of(letter)));
        if (!state.equals(OPEN)) {
            throw new PlainFailure(letter.origin() + ": " + state + " (expected: open)");
        }
        topics.send(List.of(letter.discarded(wanted.reason())));
        console.line("discarded: " + letter.origin() + " for " + letter.consumer());
    }

    private DeadLetter at(String topic, int partition, long offset) {
        return topics.at(topic, partition, offset)
                .orElseThrow(
                        () ->
                                new PlainFailure(
                                        "no dead letter at %s %d %d (see './sluice dlt list')"
                                                .formatted(
                                                        Topics.deadLetter(topic),
                                                        partition,
                                                        offset)));
    }

    private static String state(DeadLetter letter, Map<String, String> ends) {
        String end = ends.get(DeadLetterTopics.nameOf(letter));
        if (end == null) {
            return OPEN;
        }
        return end.equals(DeadLetterHeaders.REDRIVE) ? "redriven" : "discarded";
    }
}
