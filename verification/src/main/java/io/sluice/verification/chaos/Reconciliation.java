package io.sluice.verification.chaos;

import io.sluice.verification.RunningPlatform;
import io.sluice.verification.clear.NothingInClear;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Holds four accounts of the same money against each other: what providers paid, what the ledger
 * settled, what the API shows, and what the partner was told.
 */
final class Reconciliation {

    private static final int API = 8080;
    private static final int LEDGER = 8081;
    private static final int POSTGRES = 15432;
    private static final int AT_ONCE = 16;
    private static final int MOST_TOLD = 20;
    private static final Set<String> FINAL = Set.of("SENT", "REJECTED", "RETURNED");

    private final Outside outside = new Outside();
    private final Partners partners;
    private final Told told;
    private final List<Paid> paid;
    private final RunningPlatform platform;
    private final Transcript transcript;
    private final Set<String> lost = ConcurrentHashMap.newKeySet();
    private final Set<String> doubled = ConcurrentHashMap.newKeySet();
    private final List<String> violations = new ArrayList<>();

    Reconciliation(
            Partners partners,
            Told told,
            List<Paid> paid,
            RunningPlatform platform,
            Transcript transcript) {
        this.partners = partners;
        this.told = told;
        this.paid = paid;
        this.platform = platform;
        this.transcript = transcript;
    }

    void run() {
        acceptedIsKnown();
        paidIsSettled();
        theApiAgrees();
        theBooksBalance();
        theBooksHoldWhatWasPaid();
        nothingStandsInClear();
    }

    /** Accepted by the API, and not known to the ledger, or never ended for the partner. */
    Set<String> lost() {
        return lost;
    }

    /** Payouts that left twice. */
    Set<String> doubled() {
        return doubled;
    }

    List<String> violations() {
        return violations;
    }

    private void acceptedIsKnown() {
        if (partners.unanswered() > 0) {
            violate(partners.unanswered() + " requests were never answered");
        }
        if (told.deadLetters() > 0) {
            violate(told.deadLetters() + " records were set aside in dead-letter topics");
        }
        for (String id : partners.accepted()) {
            if (!told.requested().contains(id)) {
                lose(id, "accepted, and not known to the ledger");
            } else if (!partners.ended().contains(id)) {
                lose(id, "the partner never heard how it ended");
            }
        }
    }

    private void paidIsSettled() {
        Map<String, Long> sent = new HashMap<>();
        Map<String, Long> back = new HashMap<>();
        for (Paid each : paid) {
            String payout = each.payout();
            if (payout == null) {
                violate("paid and nobody's: " + each.provider() + " " + each.reference());
                continue;
            }
            if (sent.put(payout, each.amount()) != null) {
                doubled.add(payout);
                violate("paid twice: " + payout);
            }
            back.put(payout, each.returned());
        }
        told.payouts()
                .forEach(
                        (id, payout) -> {
                            compare("settled", id, payout.settled, sent.getOrDefault(id, 0L));
                            compare("returned", id, payout.returned, back.getOrDefault(id, 0L));
                        });
    }

    private void compare(String what, String payout, long ledger, long provider) {
        if (ledger != provider) {
            violate(what + " " + ledger + " of payout " + payout + " (paid: " + provider + ")");
        }
    }

    private void theApiAgrees() {
        Map<String, Long> settled = new HashMap<>();
        Map<String, Long> returned = new HashMap<>();
        told.payouts()
                .values()
                .forEach(
                        payout -> {
                            settled.merge(payout.withdrawal, payout.settled, Long::sum);
                            returned.merge(payout.withdrawal, payout.returned, Long::sum);
                        });
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> looks = new ArrayList<>();
            for (String id : partners.accepted()) {
                looks.add(
                        threads.submit(
                                () ->
                                        look(
                                                id,
                                                settled.getOrDefault(id, 0L),
                                                returned.getOrDefault(id, 0L))));
            }
            for (Future<?> look : looks) {
                look.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void look(String id, long settled, long returned) {
        JsonNode shown = outside.get(API, "/external/withdrawals/" + id, Outside.PARTNER);
        String status = shown.path("status").asString();
        if (!FINAL.contains(status)) {
            lose(id, "is " + status);
        }
        if (Long.parseLong(shown.path("sentAmount").asString()) != settled
                || Long.parseLong(shown.path("returnedAmount").asString()) != returned) {
            violate("the API shows " + shown + " (settled: " + settled + ")");
        }
        Partners.LastWord last = partners.lastWords().get(id);
        if (last != null && !last.status().equals(status)) {
            violate("the partner was told " + last + " of " + id + ", which is " + status);
        }
    }

    private void theBooksBalance() {
        for (JsonNode row : outside.get(LEDGER, "/ledger/trial-balance", Outside.OPERATOR)) {
            if (Long.parseLong(row.path("difference").asString()) != 0) {
                violate("the books do not balance: " + row);
            }
        }
        JsonNode integrity = outside.get(LEDGER, "/ledger/integrity", Outside.OPERATOR);
        if (!integrity.path("ok").asBoolean()) {
            violate("the chain is broken: " + integrity);
        }
    }

    /** In the database itself, whatever was told of it: nothing reserved, and paid is paid. */
    private void theBooksHoldWhatWasPaid() {
        Books books = Books.read(RunningPlatform.port(POSTGRES), platform.databasePassword());
        long left = paid.stream().mapToLong(each -> each.amount() - each.returned()).sum();
        if (books.cleared() != left) {
            violate("the ledger cleared " + books.cleared() + " (paid: " + left + ")");
        }
        if (books.reserved() != 0) {
            violate(books.reserved() + " is still reserved");
        }
    }

    private void nothingStandsInClear() {
        NothingInClear search = new NothingInClear(platform.secrets());
        search.searchText("this output", transcript.text());
        search.searchText("the launcher's output", platform.outputSinceReady());
        int files = search.searchFiles(platform.logs());
        int records = search.searchTopics(Stage.bootstrapServers());
        int rows =
                search.searchDatabases(RunningPlatform.port(POSTGRES), platform.databasePassword());
        transcript.say(
                "searched for IBANs, names and secrets in clear: %d logs, %d records, %d rows"
                        .formatted(files, records, rows));
        search.findings().forEach(finding -> violate("in clear: " + finding));
    }

    private void lose(String withdrawal, String why) {
        if (lost.add(withdrawal)) {
            violate("lost: " + withdrawal + ": " + why);
        }
    }

    private synchronized void violate(String what) {
        violations.add(what);
        if (violations.size() <= MOST_TOLD) {
            transcript.say("VIOLATION " + what);
        }
    }
}
