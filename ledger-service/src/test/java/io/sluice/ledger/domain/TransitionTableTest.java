package io.sluice.ledger.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Both transition tables, every pair; and the page that shows them. */
class TransitionTableTest {

    /** One line for each step; one column for each state, in the enums' order. */
    private static final String WITHDRAWAL_TABLE =
            """
            ORDERED            | PROCESSING  | PROCESSING         | -closed             | -nothing_remains    | -nothing_remains    | -closed          | -cancelled       | -closed
            ORDERED_LAST       | CLOSING     | CLOSING            | -closed             | -nothing_remains    | -nothing_remains    | -closed          | -cancelled       | -closed
            CANCELLATION_ASKED | CANCELLED   | -payout_authorized | -payout_authorized  | -payout_authorized  | -payout_authorized  | -closed          | -cancelled       | -closed
            RELEASE_ASKED      | REJECTED    | CLOSING            | -nothing_remains    | -nothing_remains    | -nothing_remains    | -nothing_remains | -nothing_remains | -nothing_remains
            EXPIRED            | REJECTED    | CLOSING            | nothing             | nothing             | nothing             | nothing          | nothing          | nothing
            SENT_IN_PART       | !           | PROCESSING         | CLOSING             | !                   | !                   | !                | !                | !
            PART_UNPAID        | !           | PROCESSING         | CLOSING             | !                   | !                   | !                | !                | !
            FINISHED_SENT      | !           | SENT               | SENT                | SENT                | RETURNED            | !                | !                | !
            FINISHED_UNPAID    | REJECTED    | REJECTED           | REJECTED            | !                   | !                   | !                | !                | !
            CAME_BACK          | !           | PROCESSING         | CLOSING             | RETURNED            | RETURNED            | !                | !                | !
            """;

    private static final String PAYOUT_TABLE =
            """
            PROGRESSED           | AUTHORIZED                     | PAYING                       | SENT                         | RETURNED                         | REJECTED
            STARTED_ANEW         | !                              | !                            | SENT?ATTEMPT_AFTER_END       | RETURNED?ATTEMPT_AFTER_END       | REJECTED?ATTEMPT_AFTER_END
            SENT_IN_PART         | PAYING                         | PAYING                       | SENT?SENT_AFTER_END          | RETURNED?SENT_AFTER_END          | SENT?SENT_AFTER_REJECTED
            SENT_IN_FULL         | SENT                           | SENT                         | SENT?SENT_AFTER_END          | RETURNED?SENT_AFTER_END          | SENT?SENT_AFTER_REJECTED
            SENT_TOO_MUCH        | !                              | !                            | SENT?SENT_ABOVE_ORDER        | RETURNED?SENT_ABOVE_ORDER        | REJECTED?SENT_AFTER_REJECTED
            SENT_TOO_LATE        | !                              | !                            | SENT?SENT_AFTER_END          | RETURNED?SENT_AFTER_END          | REJECTED?SENT_AFTER_REJECTED
            SENT_BY_REFUSED      | !                              | PAYING?SENT_BY_REFUSED_ATTEMPT | SENT?SENT_BY_REFUSED_ATTEMPT | RETURNED?SENT_BY_REFUSED_ATTEMPT | !
            SENT_TWICE           | !                              | PAYING?DOUBLE_PAYOUT         | SENT?DOUBLE_PAYOUT           | RETURNED?DOUBLE_PAYOUT           | REJECTED?DOUBLE_PAYOUT
            RETURNED             | !                              | PAYING                       | RETURNED                     | RETURNED                         | !
            RETURNED_TO_SUSPENSE | !                              | PAYING                       | SENT                         | RETURNED                         | REJECTED
            FINAL_SENT           | !                              | SENT?SENT_BELOW_ORDER        | SENT                         | RETURNED                         | REJECTED
            SENT_NOTHING         | AUTHORIZED?NO_AMOUNT           | PAYING?NO_AMOUNT             | SENT?NO_AMOUNT               | RETURNED?NO_AMOUNT               | REJECTED?NO_AMOUNT
            REJECTED             | REJECTED                       | SENT                         | SENT                         | RETURNED                         | REJECTED
            REJECTED_EARLIER     | AUTHORIZED?REJECTED_NOT_LAST   | PAYING?REJECTED_NOT_LAST     | SENT                         | RETURNED                         | REJECTED
            REJECTED_BELOW       | !                              | PAYING?REJECTED_BELOW_BOOKED | SENT?REJECTED_BELOW_BOOKED   | RETURNED?REJECTED_BELOW_BOOKED   | REJECTED?REJECTED_BELOW_BOOKED
            WENT_DOWN            | !                              | PAYING?TOTAL_WENT_DOWN       | SENT?TOTAL_WENT_DOWN         | RETURNED?TOTAL_WENT_DOWN         | REJECTED?TOTAL_WENT_DOWN
            REPEATED             | AUTHORIZED                     | PAYING                       | SENT                         | RETURNED                         | REJECTED
            """;

    @Test
    void everyStepOfAWithdrawalHasItsAnswerInEveryState() {
        Map<WithdrawalStep, List<String>> table = parsed(WITHDRAWAL_TABLE, WithdrawalStep.class);
        for (WithdrawalStep step : WithdrawalStep.values()) {
            for (WithdrawalState state : WithdrawalState.values()) {
                assertThat(written(WithdrawalTransitions.answer(state, step)))
                        .as("%s in %s", step, state)
                        .isEqualTo(table.get(step).get(state.ordinal()));
            }
        }
    }

    @Test
    void everyStepOfAPayoutHasItsAnswerInEveryState() {
        Map<PayoutStep, List<String>> table = parsed(PAYOUT_TABLE, PayoutStep.class);
        for (PayoutStep step : PayoutStep.values()) {
            for (PayoutState state : PayoutState.values()) {
                assertThat(written(PayoutTransitions.answer(state, step)))
                        .as("%s in %s", step, state)
                        .isEqualTo(table.get(step).get(state.ordinal()));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "AUTHORIZED, true",
        "PAYING, true",
        "SENT, false",
        "RETURNED, false",
        "REJECTED, false"
    })
    void onlyWhatHasNotEndedIsLive(PayoutState state, boolean live) {
        assertThat(state.isLive()).isEqualTo(live);
    }

    /** Fails when the page is stale; {@code -Dsluice.docs=write} writes it anew. */
    @Test
    void thePageShowsTheTables() throws IOException {
        Path page =
                Path.of(System.getProperty("sluice.root", ".."))
                        .resolve("docs/withdrawal-states.md");
        String rendered = rendered();
        if ("write".equals(System.getProperty("sluice.docs"))) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, rendered);
        }
        assertThat(page).as("run with -Dsluice.docs=write").content().isEqualTo(rendered);
    }

    private static <E extends Enum<E>> Map<E, List<String>> parsed(String table, Class<E> type) {
        Map<E, List<String>> rows = new EnumMap<>(type);
        table.lines()
                .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
                .forEach(
                        cells ->
                                rows.put(
                                        Enum.valueOf(type, cells.getFirst()),
                                        cells.subList(1, cells.size())));
        assertThat(rows).hasSize(type.getEnumConstants().length);
        return rows;
    }

    private static String written(WithdrawalTransitions.Answer answer) {
        return switch (answer) {
            case WithdrawalTransitions.Answer.To(WithdrawalState next) -> next.name();
            case WithdrawalTransitions.Answer.Declined(String reason) -> "-" + reason;
            case WithdrawalTransitions.Answer.Nothing _ -> "nothing";
            case WithdrawalTransitions.Answer.Unreachable _ -> "!";
        };
    }

    private static String written(PayoutTransitions.Answer answer) {
        return switch (answer) {
            case PayoutTransitions.Answer.To(PayoutState next, QuarantineReason look) ->
                    look == null ? next.name() : next.name() + "?" + look.name();
            case PayoutTransitions.Answer.Unreachable _ -> "!";
        };
    }

    private static String rendered() {
        return """
        # The states of a withdrawal and of its payouts

        Rendered from the ledger's transition tables by `TransitionTableTest`; do not edit.
        The ledger owns both machines: partners and operators see what it decided.

        ## Withdrawal

        ```mermaid
        stateDiagram-v2
            [*] --> OPEN: requested
            [*] --> REFUSED: insufficient funds
        %s```

        What is asked and cannot be is declined with a code, and nothing changes:

        %s
        ## Payout

        ```mermaid
        stateDiagram-v2
            [*] --> AUTHORIZED: ordered
        %s```

        A fact that contradicts what is booked is booked where it is true, and waits in quarantine for operators:

        %s\
        """
                .formatted(
                        withdrawalDiagram(), declinedTable(), payoutDiagram(), quarantineTable());
    }

    private static String withdrawalDiagram() {
        Set<String> arrows = new TreeSet<>();
        for (WithdrawalState state : WithdrawalState.values()) {
            for (WithdrawalStep step : WithdrawalStep.values()) {
                if (WithdrawalTransitions.answer(state, step)
                                instanceof WithdrawalTransitions.Answer.To(WithdrawalState next)
                        && next != state) {
                    arrows.add(arrow(state, next, step));
                }
            }
        }
        return String.join("", arrows);
    }

    private static String payoutDiagram() {
        Set<String> arrows = new TreeSet<>();
        for (PayoutState state : PayoutState.values()) {
            for (PayoutStep step : PayoutStep.values()) {
                if (PayoutTransitions.answer(state, step)
                                instanceof PayoutTransitions.Answer.To(PayoutState next, var _)
                        && next != state) {
                    arrows.add(arrow(state, next, step));
                }
            }
        }
        return String.join("", arrows);
    }

    private static String arrow(Enum<?> from, Enum<?> to, Enum<?> step) {
        return "    " + from + " --> " + to + ": " + words(step) + "\n";
    }

    private static String declinedTable() {
        StringBuilder table = new StringBuilder("| Asked | In | Declined |\n|---|---|---|\n");
        for (WithdrawalStep step : WithdrawalStep.values()) {
            for (WithdrawalState state : WithdrawalState.values()) {
                if (WithdrawalTransitions.answer(state, step)
                        instanceof WithdrawalTransitions.Answer.Declined(String reason)) {
                    table.append("| %s | %s | `%s` |\n".formatted(words(step), state, reason));
                }
            }
        }
        return table.toString();
    }

    private static String quarantineTable() {
        StringBuilder table =
                new StringBuilder("| Fact | In | Then | Quarantined |\n|---|---|---|---|\n");
        for (PayoutStep step : PayoutStep.values()) {
            for (PayoutState state : PayoutState.values()) {
                if (PayoutTransitions.answer(state, step)
                                instanceof
                                PayoutTransitions.Answer.To(PayoutState next, QuarantineReason look)
                        && look != null) {
                    table.append(
                            "| %s | %s | %s | `%s` |\n"
                                    .formatted(words(step), state, next, look.code()));
                }
            }
        }
        return table.toString();
    }

    private static String words(Enum<?> step) {
        return Arrays.stream(step.name().split("_"))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
    }
}
