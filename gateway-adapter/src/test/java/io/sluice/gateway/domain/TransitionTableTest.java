package io.sluice.gateway.domain;

import static io.sluice.gateway.domain.Fixtures.AMOUNT;
import static io.sluice.gateway.domain.Fixtures.CLAIM;
import static io.sluice.gateway.domain.Fixtures.FINDING;
import static io.sluice.gateway.domain.Fixtures.NOW;
import static io.sluice.gateway.domain.Fixtures.REPLAYING;
import static io.sluice.gateway.domain.Fixtures.finding;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.FactSource;
import io.sluice.contracts.FactStatus;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every signal in every state, for both kinds of providers: the table in the resource. */
@Execution(ExecutionMode.SAME_THREAD)
class TransitionTableTest {

    private static Map<String, Signal> signals() {
        Attempt.Paid all = new Attempt.Paid(AMOUNT, 0, 0, true);
        Attempt.Paid part = new Attempt.Paid(AMOUNT / 2, 0, 0, false);
        Attempt.Paid back = new Attempt.Paid(AMOUNT, AMOUNT, 0, true);
        Map<String, Signal> signals = new LinkedHashMap<>();
        signals.put("claimed", new Signal.Claimed(NOW.plusSeconds(60), Fixtures.PREPARED));
        signals.put("claimed unprepared", new Signal.Claimed(NOW.plusSeconds(60), null));
        for (int claim : new int[] {CLAIM, CLAIM - 1}) {
            String stale = claim == CLAIM ? "" : " stale";
            signals.put("accepted" + stale, new Signal.Accepted(1, claim, "ref-1", null));
            signals.put("refused gateway" + stale, refused(claim, "AM04"));
            signals.put("refused destination" + stale, refused(claim, "AC01"));
            signals.put("refused twin" + stale, refused(claim, "AM05"));
            signals.put(
                    "deferred" + stale,
                    new Signal.Deferred(1, claim, "429", Duration.ofSeconds(1)));
            signals.put("unclear" + stale, new Signal.Unclear(1, claim, "time-out", null, false));
            signals.put(
                    "found in progress" + stale,
                    found(claim, Finding.Effect.IN_PROGRESS, 0, 0, false));
            signals.put("found paid" + stale, found(claim, Finding.Effect.PAID, AMOUNT, 0, true));
            signals.put(
                    "found part" + stale,
                    found(claim, Finding.Effect.PART_PAID, AMOUNT / 2, 0, false));
            signals.put("found failed" + stale, found(claim, Finding.Effect.FAILED, 0, 0, false));
            signals.put(
                    "found back" + stale,
                    found(claim, Finding.Effect.CAME_BACK, AMOUNT, AMOUNT, true));
            signals.put("found faulted" + stale, found(claim, Finding.Effect.FAULTED, 0, 0, false));
            signals.put("found unknown" + stale, found(claim, Finding.Effect.UNKNOWN, 0, 0, false));
            signals.put(
                    "found unprocessed" + stale, new Signal.FoundUnprocessed(1, claim, "ref-1"));
            signals.put("absent" + stale, new Signal.Absent(1, claim));
            signals.put("unanswered" + stale, new Signal.Unanswered(1, claim, "HTTP 500"));
            signals.put("taken back" + stale, new Signal.TakenBack(1, claim));
            signals.put("not taken back" + stale, new Signal.NotTakenBack(1, claim, "processed"));
        }
        signals.put("reported created", reported(FactStatus.CREATED, Attempt.Paid.NOTHING));
        signals.put("reported sent", reported(FactStatus.SENT, all));
        signals.put("reported part", reported(FactStatus.SENT, part));
        signals.put("reported rejected", reported(FactStatus.REJECTED, Attempt.Paid.NOTHING));
        signals.put("reported returned", reported(FactStatus.RETURNED, back));
        for (Finding.Effect claimed : Finding.Effect.values()) {
            signals.put("hinted " + claimed, new Signal.Hinted(1, claimed));
        }
        signals.put("look-up ordered", new Signal.LookUpOrdered());
        signals.put("resolved sent", new Signal.ResolvedSent("ref-1", "seen at the bank"));
        signals.put("resolved not paid", new Signal.ResolvedNotPaid("ref-1", "provider says so"));
        signals.put("rerouted", new Signal.Rerouted(FINDING));
        return signals;
    }

    @Test
    void everySignalInEveryStateHasItsAnswer() throws IOException {
        String table = render(REPLAYING, FINDING) + "\n" + render(FINDING, REPLAYING);

        Files.writeString(Path.of("target", "payout-transitions.txt"), table);
        try (InputStream expected =
                TransitionTableTest.class.getResourceAsStream("/payout-transitions.txt")) {
            assertThat(table)
                    .isEqualToIgnoringNewLines(
                            new String(
                                    Objects.requireNonNull(expected).readAllBytes(),
                                    StandardCharsets.UTF_8));
        }
    }

    @Test
    void everyKindOfSignalIsInTheTable() {
        Set<String> kinds =
                signals().values().stream()
                        .map(signal -> signal.getClass().getSimpleName())
                        .collect(Collectors.toSet());

        assertThat(kinds)
                .containsAll(
                        Stream.of(Signal.class, Signal.Answer.class)
                                .flatMap(type -> Stream.of(type.getPermittedSubclasses()))
                                .filter(type -> !type.equals(Signal.Answer.class))
                                .map(Class::getSimpleName)
                                .toList());
    }

    private static String render(ProviderName first, ProviderName second) {
        StringBuilder table = new StringBuilder("# at " + first + "\n");
        signals()
                .forEach(
                        (name, signal) -> {
                            table.append(name).append('\n');
                            for (PayoutState state : PayoutState.values()) {
                                Decision decision =
                                        Transitions.decide(
                                                Fixtures.in(state, first, second),
                                                signal,
                                                Fixtures.RULES,
                                                NOW);
                                table.append("    ")
                                        .append(state)
                                        .append(" -> ")
                                        .append(word(decision))
                                        .append('\n');
                            }
                        });
        return table.toString();
    }

    private static String word(Decision decision) {
        if (decision.declined() != null) {
            return decision.declined().name().toLowerCase(Locale.ROOT);
        }
        Plan plan = decision.next().plan();
        String planned =
                plan == null
                        ? ""
                        : " (%s in %d s)"
                                .formatted(
                                        plan.step(),
                                        Duration.between(NOW, plan.dueAt()).toSeconds());
        String events =
                decision.events().stream()
                        .map(event -> " + " + event.getClass().getSimpleName())
                        .collect(Collectors.joining());
        String at =
                decision.next().provider().equals(decision.next().order().route().getFirst())
                        ? ""
                        : " at " + decision.next().provider();
        return decision.next().state() + at + planned + events;
    }

    private static Signal refused(int claim, String code) {
        return new Signal.Refused(1, claim, Refusal.of(code));
    }

    private static Signal found(
            int claim, Finding.Effect effect, long sent, long returned, boolean isFinal) {
        return new Signal.Found(1, claim, "ref-1", finding(effect, sent, returned, isFinal));
    }

    private static Signal reported(FactStatus status, Attempt.Paid paid) {
        return new Signal.Reported(
                1, REPLAYING, status, paid, "ref-1", "MS03", FactSource.CALLBACK);
    }
}
