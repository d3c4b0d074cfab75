package io.sluice.verification.chaos;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run came to, printed and in {@code .sluice/chaos.json}. */
record Outcome(
        Wish wish,
        Stage.Rest rest,
        Partners partners,
        List<Havoc.Blow> blows,
        Told told,
        Reconciliation reconciliation) {

    boolean isRight() {
        return rest.reached()
                && reconciliation.violations().isEmpty()
                && blows.stream().allMatch(Havoc.Blow::recovered);
    }

    void print(Transcript transcript) {
        figures()
                .forEach(
                        (name, figure) ->
                                transcript.say(
                                        "%-42s %s".formatted(name.replace('_', ' '), figure)));
        transcript.say(isRight() ? "nothing lost, nothing paid twice" : verdict());
    }

    private String verdict() {
        return "VIOLATED: %d lost, %d paid twice, %d violations in all, %d processes not back%s"
                .formatted(
                        reconciliation.lost().size(),
                        reconciliation.doubled().size(),
                        reconciliation.violations().size(),
                        notRecovered(),
                        rest.reached() ? "" : ", not at rest");
    }

    private long notRecovered() {
        return blows.stream().filter(blow -> !blow.recovered()).count();
    }

    void write() throws IOException {
        Path file = Path.of(System.getProperty("sluice.root", "."), ".sluice", "chaos.json");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(figures())
                        + "\n");
    }

    private Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("seed", wish.seed());
        figures.put("seconds", wish.length().toSeconds());
        figures.put("offered_per_second", wish.rate());
        figures.put("withdrawals", partners.accepted().size());
        figures.put("refused", partners.refused());
        figures.put("unanswered", partners.unanswered());
        figures.put("kills", blows.stream().filter(Havoc.Blow::kill).count());
        figures.put("pauses", blows.stream().filter(blow -> !blow.kill()).count());
        for (String kind : List.of("service", "broker", "database")) {
            recoveries(figures, kind);
        }
        figures.put("not_recovered", notRecovered());
        figures.put("duplicates_events_republished", told.repeated());
        figures.put("duplicates_requests_repeated", partners.askedAgain());
        figures.put("duplicates_webhooks_repeated", partners.repeated());
        figures.put("settled", told.count("funds-settled"));
        figures.put("returned", told.count("funds-returned"));
        figures.put("in_doubt", told.count("payout-in-doubt"));
        figures.put("quarantined", told.count("fact-quarantined"));
        figures.put("dead_letters", told.deadLetters());
        figures.put(
                "longest_without_progress_seconds",
                round(partners.longestWithoutProgressSeconds()));
        figures.put("rest_seconds", round(rest.seconds()));
        figures.put("lost", reconciliation.lost().size());
        figures.put("doubled", reconciliation.doubled().size());
        figures.put("violations", reconciliation.violations().size());
        return figures;
    }

    private void recoveries(Map<String, Object> figures, String kind) {
        double[] seconds =
                blows.stream()
                        .filter(blow -> blow.kill() && blow.victim().kind().equals(kind))
                        .mapToDouble(Havoc.Blow::seconds)
                        .sorted()
                        .toArray();
        if (seconds.length > 0) {
            figures.put(kind + "_kills", seconds.length);
            figures.put(kind + "_recovery_median_seconds", round(seconds[seconds.length / 2]));
            figures.put(kind + "_recovery_longest_seconds", round(seconds[seconds.length - 1]));
        }
    }

    private static double round(double seconds) {
        return Math.round(seconds * 10) / 10.0;
    }
}
