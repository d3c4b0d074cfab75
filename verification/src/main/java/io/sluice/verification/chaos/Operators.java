package io.sluice.verification.chaos;

import tools.jackson.databind.JsonNode;

import java.util.Map;
import java.util.TreeMap;

/** Two operators, who end what only people can end, from the list of what was really paid. */
final class Operators {

    private static final String PAYOUTS = "/operator/payouts";
    private static final int GATEWAY = 8082;

    private final Outside outside = new Outside();

    /**
     * Ends the doubts that are open now; answers how many, by the last two digits of the amount, which
     * ask for what the provider did.
     */
    Map<Long, Integer> endDoubts(Map<String, Paid> paidByPayout) {
        Map<Long, Integer> ended = new TreeMap<>();
        for (JsonNode payout :
                outside.get(GATEWAY, PAYOUTS + "?state=IN_DOUBT", Outside.OPERATOR)) {
            String id = payout.path("payoutId").asString();
            Paid paid = paidByPayout.get(id);
            String word =
                    paid == null
                            ? "{\"outcome\":\"NOT_PAID\",\"reason\":\"in no list of the provider\"}"
                            : "{\"outcome\":\"SENT\",\"providerReference\":\""
                                    + paid.reference()
                                    + "\",\"reason\":\"in the provider's list\"}";
            String path = PAYOUTS + "/" + id + "/resolve";
            boolean first = outside.post(GATEWAY, path, Outside.OPERATOR, word).isOk();
            boolean second = outside.post(GATEWAY, path, Outside.OTHER_OPERATOR, word).isOk();
            if (first && second) {
                ended.merge(
                        Long.parseLong(payout.path("amount").asString()) % 100, 1, Integer::sum);
            }
        }
        return ended;
    }
}
