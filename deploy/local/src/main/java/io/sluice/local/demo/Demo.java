package io.sluice.local.demo;

import io.sluice.local.process.Console;
import io.sluice.local.security.Security;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Four withdrawals with four outcomes, each looked at from every side. */
public final class Demo {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Below this a wallet is credited again, so that the demo can be repeated for ever. */
    private static final long LOW = 10_000_000;

    private static final long ONE_MILLION = 100_000_000;
    private static final long TOO_LITTLE = 100;

    private final PlatformClient client;
    private final Report report;
    private final int kafkaPort;
    private final Security security;

    public Demo(Console console, int kafkaPort, Security security) {
        this.client = new PlatformClient(security);
        this.report = new Report(console);
        this.kafkaPort = kafkaPort;
        this.security = security;
    }

    /** Whether everything was as it must be. */
    public boolean run() {
        String poorUser = "user-demo-" + UUID.randomUUID().toString().substring(0, 8);
        client.credit(poorUser, "TRY", TOO_LITTLE, "demo:" + poorUser);
        topUp(DemoPartner.USER);
        topUp(DemoPartner.OTHER_USER);
        List<Check> all = new ArrayList<>();
        try (TopicJournal journal = new TopicJournal(kafkaPort, security)) {
            all.addAll(show(journal, Scenario.SENT, DemoPartner.USER));
            all.addAll(show(journal, Scenario.REJECTED, DemoPartner.USER));
            all.addAll(show(journal, Scenario.RETURNED, DemoPartner.USER));
            all.addAll(show(journal, Scenario.REFUSED, poorUser));
        }
        List<Check> books = books();
        report.books(books, Latency.measure(client));
        all.addAll(books);
        all.addAll(books());
        return report.summary(all);
    }

    private void topUp(String user) {
        if (available(user) < LOW) {
            client.credit(user, "TRY", ONE_MILLION, "demo:" + UUID.randomUUID());
        }
    }

    private List<Check> show(TopicJournal journal, Scenario scenario, String user) {
        Outcome outcome = play(journal, scenario, user);
        List<Check> checks = Verdict.of(outcome);
        report.outcome(outcome, checks);
        return checks;
    }

    private Outcome play(TopicJournal journal, Scenario scenario, String user) {
        long before = available(user);
        Instant askedAt = Instant.now();
        PlatformClient.Opened opened = client.openWithdrawal(user, scenario.amount());
        Instant answeredAt = Instant.now();
        String id = opened.withdrawalId();
        Webhooks.await(client, id, scenario.lastWebhook(), LIMIT);
        return new Outcome(
                scenario,
                user,
                opened,
                askedAt,
                answeredAt,
                journal.of(id),
                Webhooks.of(client, id),
                client.withdrawal(id),
                client.ledger("/withdrawals/" + id + "/entries"),
                client.sandbox("/sandbox/paid"),
                available(user) - before);
    }

    private long available(String user) {
        JsonNode wallet = client.ledger("/wallets/" + DemoPartner.MERCHANT + "/" + user + "/TRY");
        return Long.parseLong(wallet.path("available").asString());
    }

    /** In every currency, debits equal credits. */
    private List<Check> books() {
        List<Check> checks = new ArrayList<>();
        for (JsonNode row : client.ledger("/trial-balance")) {
            checks.add(
                    Check.equal(
                            "difference in " + row.path("currency").asString(),
                            row.path("difference").asString(),
                            "0"));
        }
        if (checks.isEmpty()) {
            checks.add(new Check("trial balance", false, "empty (expected: a row for TRY)"));
        }
        return checks;
    }
}
