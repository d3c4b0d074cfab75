package io.sluice.local.demo;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** Holds what was seen of a withdrawal against what must be true. */
final class Verdict {

    private Verdict() {}

    static List<Check> of(Outcome outcome) {
        Scenario scenario = outcome.scenario();
        JsonNode withdrawal = outcome.withdrawal();
        List<Check> checks = new ArrayList<>();
        checks.add(Check.equal("status", text(withdrawal, "status"), scenario.status()));
        checks.add(
                Check.equal(
                        "rejected reason",
                        text(withdrawal, "rejectedReason"),
                        scenario.rejectedReason().orElse("none")));
        checks.add(
                Check.equal(
                        "totals",
                        totals(withdrawal, scenario),
                        new TreeMap<>(scenario.totals()).toString()));
        checks.add(webhooks(outcome));
        checks.add(
                Check.equal(
                        "ledger entries",
                        kinds(outcome.entries()).toString(),
                        new TreeMap<>(scenario.entries()).toString()));
        checks.add(paid(outcome));
        checks.add(Check.equal("wallet's change", outcome.walletChange(), scenario.walletChange()));
        return checks;
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        return value.isNull() || value.isMissingNode() ? "none" : value.asString();
    }

    private static String totals(JsonNode withdrawal, Scenario scenario) {
        Map<String, String> found = new TreeMap<>();
        scenario.totals().keySet().forEach(name -> found.put(name, text(withdrawal, name)));
        return found.toString();
    }

    /** The right ones, each once, in order, numbered upwards, and signed. */
    private static Check webhooks(Outcome outcome) {
        List<Webhooks.Received> heard = outcome.webhooks();
        List<String> types = heard.stream().map(Webhooks.Received::type).toList();
        boolean signed = heard.stream().allMatch(Webhooks.Received::verified);
        boolean numbered = true;
        for (int i = 1; i < heard.size(); i++) {
            numbered &= heard.get(i).sequence() > heard.get(i - 1).sequence();
        }
        String found =
                types
                        + (signed ? ", signed" : ", A SIGNATURE IS WRONG")
                        + (numbered ? ", in sequence" : ", OUT OF SEQUENCE");
        return Check.equal(
                "partner's webhooks",
                found,
                outcome.scenario().webhooks() + ", signed, in sequence");
    }

    private static Map<String, Integer> kinds(JsonNode entries) {
        Map<String, Integer> kinds = new TreeMap<>();
        entries.forEach(entry -> kinds.merge(entry.path("kind").asString(""), 1, Integer::sum));
        return kinds;
    }

    /** The provider's own list, found by the references under which the payout was submitted. */
    private static Check paid(Outcome outcome) {
        List<String> references =
                outcome.records().stream()
                        .filter(entry -> entry.type().equals("sluice.payout-submitted.v1"))
                        .map(entry -> entry.data().path("providerReference").asString(""))
                        .distinct()
                        .toList();
        String found =
                StreamSupport.stream(outcome.paid().spliterator(), false)
                        .filter(row -> references.contains(text(row, "providerReference")))
                        .map(row -> words(text(row, "amount"), text(row, "returnedAmount")))
                        .toList()
                        .toString();
        String expected =
                outcome.scenario().paid().stream()
                        .map(
                                payment ->
                                        words(
                                                Long.toString(payment.amount()),
                                                Long.toString(payment.returnedAmount())))
                        .toList()
                        .toString();
        return Check.equal("paid by the provider", found, expected);
    }

    private static String words(String amount, String returned) {
        return returned.equals("0") ? amount : amount + ", returned " + returned;
    }
}
