package io.sluice.sandbox.outcome;

import static io.sluice.sandbox.outcome.Step.Move.APPROVE;
import static io.sluice.sandbox.outcome.Step.Move.CORRECT;
import static io.sluice.sandbox.outcome.Step.Move.HOLD;
import static io.sluice.sandbox.outcome.Step.Move.PAY;
import static io.sluice.sandbox.outcome.Step.Move.PAY_HALF;
import static io.sluice.sandbox.outcome.Step.Move.PAY_ONE_LESS;
import static io.sluice.sandbox.outcome.Step.Move.PAY_WITH_FEE;
import static io.sluice.sandbox.outcome.Step.Move.REJECT;
import static io.sluice.sandbox.outcome.Step.Move.RETURN_ALL;
import static io.sluice.sandbox.outcome.Step.Move.RETURN_HALF;
import static io.sluice.sandbox.outcome.Step.Move.SAY_REJECTED;
import static io.sluice.sandbox.outcome.Step.at;
import static io.sluice.sandbox.outcome.Step.atOnce;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What becomes of a payout, chosen by the last two digits of its minor units. */
public enum Outcome {
    SENT(0, Reply.NORMAL, Notices.IN_ORDER, atOnce(PAY)),
    SENT_LATER(1, Reply.NORMAL, Notices.IN_ORDER, at(2000, PAY)),
    REJECTED_ACCOUNT_CLOSED(2, Reply.NORMAL, Notices.IN_ORDER, atOnce(REJECT, "AC04")),
    REJECTED_UNSPECIFIED(3, Reply.NORMAL, Notices.IN_ORDER, atOnce(REJECT, "MS03")),
    RETURNED(4, Reply.NORMAL, Notices.IN_ORDER, atOnce(PAY), at(2000, RETURN_ALL, "AC04")),
    RETURNED_IN_PARTS(
            5,
            Reply.NORMAL,
            Notices.IN_ORDER,
            atOnce(PAY),
            at(2000, RETURN_HALF, "MS03"),
            at(2000, RETURN_ALL, "MS03")),
    REFUSED_BY_GATEWAY(6, Reply.REFUSED_BY_GATEWAY, Notices.IN_ORDER),
    REFUSED_DESTINATION(7, Reply.REFUSED_DESTINATION, Notices.IN_ORDER),
    SILENT_PAID(10, Reply.SILENT, Notices.IN_ORDER, atOnce(PAY)),
    SILENT_UNPAID(11, Reply.SILENT_AND_NOT_STORED, Notices.IN_ORDER, atOnce(PAY)),
    SERVER_ERROR_PAID(12, Reply.SERVER_ERROR, Notices.IN_ORDER, atOnce(PAY)),
    SERVER_ERROR_UNPAID(13, Reply.SERVER_ERROR_AND_NOT_STORED, Notices.IN_ORDER, atOnce(PAY)),
    RESET_PAID(14, Reply.RESET, Notices.IN_ORDER, atOnce(PAY)),
    MALFORMED_PAID(15, Reply.MALFORMED, Notices.IN_ORDER, atOnce(PAY)),
    WRONG_SIGNATURE_PAID(16, Reply.WRONG_SIGNATURE, Notices.IN_ORDER, atOnce(PAY)),
    CALLBACK_FIRST(20, Reply.AFTER_CALLBACKS, Notices.IN_ORDER, atOnce(PAY)),
    CALLBACK_THRICE(21, Reply.NORMAL, Notices.THRICE, atOnce(PAY)),
    CALLBACK_REVERSED(22, Reply.NORMAL, Notices.REVERSED, atOnce(PAY)),
    CONTRADICTED(
            23,
            Reply.NORMAL,
            Notices.IN_ORDER,
            atOnce(PAY),
            at(500, SAY_REJECTED, "MS03"),
            at(5000, CORRECT)),
    CALLBACK_NEVER(24, Reply.NORMAL, Notices.NEVER, atOnce(PAY)),
    OTHER_AMOUNT(25, Reply.NORMAL, Notices.IN_ORDER, atOnce(PAY_ONE_LESS)),
    CALLBACK_OLD_SECRET(26, Reply.NORMAL, Notices.OLD_SECRET, atOnce(PAY)),
    APPROVED_THEN_SENT(30, Reply.NORMAL, Notices.IN_ORDER, atOnce(APPROVE), at(500, PAY)),
    SLOW_PAID(31, Reply.SLOW, Notices.IN_ORDER, atOnce(PAY)),
    TOO_MANY_REQUESTS(32, Reply.TOO_MANY_REQUESTS, Notices.IN_ORDER, atOnce(PAY)),
    MAINTENANCE(33, Reply.MAINTENANCE, Notices.IN_ORDER, atOnce(PAY)),
    PAID_IN_PARTS(34, Reply.NORMAL, Notices.NEVER, atOnce(PAY_HALF), at(2000, PAY)),
    SENT_WITH_FEE(35, Reply.NORMAL, Notices.IN_ORDER, atOnce(PAY_WITH_FEE)),
    UNKNOWN_STATUS_FIRST(36, Reply.NORMAL, Notices.IN_ORDER, atOnce(HOLD), at(1000, PAY));

    /** Misbehaviour that ends with the whole amount paid, whatever the provider. */
    private static final List<Outcome> MISBEHAVIOUR =
            List.of(
                    SILENT_PAID,
                    SILENT_UNPAID,
                    SERVER_ERROR_PAID,
                    SERVER_ERROR_UNPAID,
                    RESET_PAID,
                    MALFORMED_PAID,
                    WRONG_SIGNATURE_PAID,
                    CALLBACK_FIRST,
                    CALLBACK_THRICE,
                    CALLBACK_REVERSED,
                    CALLBACK_NEVER,
                    CALLBACK_OLD_SECRET,
                    APPROVED_THEN_SENT,
                    SLOW_PAID,
                    TOO_MANY_REQUESTS,
                    MAINTENANCE,
                    UNKNOWN_STATUS_FIRST);

    private static final @Nullable Outcome[] BY_ENDING = new @Nullable Outcome[100];

    static {
        for (Outcome outcome : values()) {
            BY_ENDING[outcome.ending] = outcome;
        }
    }

    private final int ending;
    private final Reply reply;
    private final Notices notices;

    @SuppressWarnings("ImmutableEnumChecker") // List.of, and steps are records of values
    private final List<Step> course;

    Outcome(int ending, Reply reply, Notices notices, Step... course) {
        this.ending = ending;
        this.reply = reply;
        this.notices = notices;
        this.course = List.of(course);
    }

    /** The outcome that an amount asks for; endings that are not in the table are sent at once. */
    public static Outcome ofAmount(long minorUnits) {
        Outcome outcome = BY_ENDING[(int) (minorUnits % 100)];
        return outcome == null ? SENT : outcome;
    }

    public static List<Outcome> misbehaviour() {
        return MISBEHAVIOUR;
    }

    /** How the first request of a key or order id is answered. */
    public Reply reply() {
        return reply;
    }

    /** How the callbacks go out. */
    public Notices notices() {
        return notices;
    }

    /** What happens to the money after acceptance, one step after the other. */
    public List<Step> course() {
        return course;
    }
}
