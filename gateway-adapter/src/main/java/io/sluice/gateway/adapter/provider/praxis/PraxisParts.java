package io.sluice.gateway.adapter.provider.praxis;

import io.sluice.gateway.application.Outcome;
import io.sluice.gateway.domain.Attempt;
import io.sluice.gateway.domain.Finding;
import io.sluice.gateway.domain.Finding.Effect;
import io.sluice.gateway.domain.PayoutOrder;

import java.util.List;

/** A request that is paid in parts, each a transaction of its own with a signed answer. */
final class PraxisParts {

    /**
     * @param amount what the part is for; not signed, and used only to see whether all are there
     */
    record Part(long amount, Finding finding) {}

    private PraxisParts() {}

    /**
     * The request by its parts, cumulatively. It is over when they make up the order and each is
     * over; all of them unpaid is a rejection. Anything else is asked again later.
     */
    static Outcome.OfLookUp together(Outcome.Found whole, List<Part> parts, PayoutOrder order) {
        long sent = parts.stream().mapToLong(part -> part.finding().paid().sentTotal()).sum();
        long back = parts.stream().mapToLong(part -> part.finding().paid().returnedTotal()).sum();
        long fee = parts.stream().mapToLong(part -> part.finding().paid().fee()).sum();
        long covered = parts.stream().mapToLong(Part::amount).sum();
        Finding said = whole.finding();
        boolean over = covered >= order.amount() && parts.stream().allMatch(PraxisParts::isOver);
        long total = Math.max(sent, said.paid().sentTotal());
        Attempt.Paid paid =
                new Attempt.Paid(total, back, Math.max(fee, said.paid().fee()), over && total > 0);
        return new Outcome.Found(
                whole.reference(),
                new Finding(
                        effect(over, total, back),
                        paid,
                        over && total == 0 ? reason(parts) : said.reasonCode(),
                        said.told(),
                        said.occurredAt()));
    }

    private static boolean isOver(Part part) {
        return switch (part.finding().effect()) {
            case PAID, FAILED, CAME_BACK -> true;
            case IN_PROGRESS, PART_PAID, FAULTED, UNKNOWN -> false;
        };
    }

    private static Effect effect(boolean over, long total, long back) {
        if (back > 0) {
            return Effect.CAME_BACK;
        }
        if (!over) {
            return Effect.PART_PAID;
        }
        return total > 0 ? Effect.PAID : Effect.FAILED;
    }

    private static String reason(List<Part> parts) {
        String code = parts.getLast().finding().reasonCode();
        return code == null ? "rejected" : code;
    }
}
