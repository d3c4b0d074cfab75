package io.sluice.verification.simulation.oracle;

import static io.sluice.verification.simulation.world.Violation.unless;

import io.sluice.contracts.LedgerEvent;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.SluiceEvent;
import io.sluice.contracts.WithdrawalEvent;
import io.sluice.contracts.WithdrawalId;
import io.sluice.verification.simulation.service.Word;
import io.sluice.withdrawal.application.ManageWithdrawals.Outcome;
import io.sluice.withdrawal.application.Reviews;
import io.sluice.withdrawal.domain.Operation;
import io.sluice.withdrawal.domain.OperationRefusal;
import io.sluice.withdrawal.domain.PayoutStatus;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What agents and operators asked for, and what they were answered. The ledger is asked for nothing
 * else, and each answer is true when it is heard and ever after.
 */
public final class Words {

    private static final int OPERATORS_NEEDED = 2;

    /** About one withdrawal. */
    private static final class Said {

        /** What was asked to be paid and is not ordered yet; empty: all that remains. */
        private final List<Optional<Long>> orders = new ArrayList<>();

        private final Map<Word, Set<String>> operators = new EnumMap<>(Word.class);
        private final Map<String, PayoutId> byRequest = new HashMap<>();
        private boolean cancelled;

        /** Why nothing may be paid any more; null: it may. */
        private @Nullable String givenUp;

        Set<String> operators(Word word) {
            return operators.computeIfAbsent(word, _ -> new HashSet<>());
        }
    }

    private final Map<WithdrawalId, Said> said = new HashMap<>();
    private final Map<WithdrawalId, Story> stories;

    /**
     * @param stories of those that the ledger was told of
     */
    Words(Map<WithdrawalId, Story> stories) {
        this.stories = stories;
    }

    private Said of(WithdrawalId id) {
        return said.computeIfAbsent(id, _ -> new Said());
    }

    /** An agent asks for the first time. */
    public void asks(WithdrawalId id, Operation operation) {
        switch (operation) {
            case Operation.Complete _ -> of(id).orders.add(Optional.empty());
            case Operation.Split split -> of(id).orders.add(Optional.of(split.amount()));
            case Operation.Cancel _ -> of(id).cancelled = true;
        }
    }

    /** It asks in other bytes: a part by the same name is the same part. */
    public void asksAgain(WithdrawalId id, Operation operation) {
        if (operation instanceof Operation.Complete) {
            asks(id, operation);
        }
    }

    /** An operator says a word. */
    public void says(WithdrawalId id, Word word, String operator) {
        of(id).operators(word).add(operator);
    }

    /** The ledger is asked: because somebody asked for it, and as often as they did. */
    void take(WithdrawalEvent event, Story story) {
        Said about = of(event.withdrawalId());
        boolean isAsked =
                switch (event) {
                    case WithdrawalEvent.WithdrawalRequested _ -> true;
                    case WithdrawalEvent.PayoutOrdered order ->
                            about.orders.remove(Optional.ofNullable(order.amount()))
                                    || story.ordersWhole();
                    case WithdrawalEvent.CancellationRequested asked ->
                            switch (asked.reason()) {
                                case "cancelled" -> about.cancelled;
                                case "review_rejected" -> !about.operators(Word.REJECT).isEmpty();
                                default -> story.isReviewed();
                            };
                    case WithdrawalEvent.RemainderReleaseRequested _ ->
                            about.operators(Word.RELEASE).size() >= OPERATORS_NEEDED;
                };
        unless(isAsked, "nobody asked for it: %s", event);
    }

    /** A payout is ordered or authorized: where two operators are needed, they have approved it. */
    void mayBePaid(Story story, SluiceEvent event) {
        Said about = of(story.request.withdrawalId());
        unless(
                !story.isReviewed() || about.operators(Word.APPROVE).size() >= OPERATORS_NEEDED,
                "approved by %s: %s",
                about.operators(Word.APPROVE),
                event);
        unless(
                about.givenUp == null || !(event instanceof LedgerEvent),
                "%s: %s",
                about.givenUp,
                event);
    }

    /** An agent hears what became of a request. */
    public void hears(WithdrawalId id, String request, Outcome outcome) {
        Story story = stories.get(id);
        boolean isTrue =
                switch (outcome) {
                    case Outcome.Refused(OperationRefusal refusal) -> isTrue(refusal, story);
                    case Outcome.Declined(String reason) ->
                            story != null
                                    && (!reason.equals("payout_authorized")
                                            || !story.authorized.isEmpty());
                    case Outcome.Ordered(_, var payout) ->
                            isTheSame(of(id), request, payout.id())
                                    && (payout.status() == PayoutStatus.ORDERED
                                            || (story != null && story.agreesWith(payout)));
                    case Outcome.Cancelled _ -> story != null && story.isCancelled();
                    case Outcome.Pending _ -> true;
                };
        unless(isTrue, "%s of %s is answered %s", request, id, outcome);
        if (outcome instanceof Outcome.Cancelled) {
            of(id).givenUp = "its partner was told that it is cancelled";
        }
    }

    private static boolean isTrue(OperationRefusal refusal, @Nullable Story story) {
        return switch (refusal) {
            case ALREADY_CANCELLED -> story != null && story.isCancelled();
            case ALREADY_PROCESSED -> story != null && story.outstanding() == 0;
            case UNDER_REVIEW -> story == null || story.isReviewed();
            case SPLIT_NOT_ALLOWED -> story == null || story.isManagedUnderItsOwnNumber();
            case ORDER_ID_NOT_UNIQUE -> true;
            case NOT_FOUND,
                    OTHER_APPLICATION,
                    CURRENCY_MISMATCH,
                    GATEWAY_REQUIRED,
                    GATEWAY_UNKNOWN ->
                    false;
        };
    }

    /** The same bytes order the same payout. */
    private static boolean isTheSame(Said about, String request, PayoutId payout) {
        PayoutId before = about.byRequest.putIfAbsent(request, payout);
        return before == null || before.equals(payout);
    }

    /** An operator hears what became of a word. */
    public void hears(WithdrawalId id, Word word, Reviews.Ruling ruling) {
        Said about = of(id);
        unless(ruling != Reviews.Ruling.NOT_FOUND, "%s of %s: not found", word, id);
        if (ruling == Reviews.Ruling.DONE && word == Word.REJECT) {
            about.givenUp = "an operator was told that it is rejected";
            Story story = stories.get(id);
            unless(
                    story == null || story.authorized.isEmpty(),
                    "rejected, and yet authorized: %s",
                    id);
        } else if (ruling == Reviews.Ruling.DONE) {
            unless(
                    about.operators(word).size() >= OPERATORS_NEEDED,
                    "%s of %s by one alone",
                    word,
                    id);
        }
    }
}
