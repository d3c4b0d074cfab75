package io.sluice.verification.chaos;

import io.sluice.verification.RunningPlatform;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is done before and after: money, the partner's address, the sandbox, and the way to rest. */
final class Stage {

    private static final int API = 8080;
    private static final int LEDGER = 8081;
    private static final int SANDBOX = 8090;
    private static final String FUNDS = "1000000000000";
    private static final long LOOK_EVERY_NANOS = Duration.ofMillis(500).toNanos();
    private static final Duration AT_REST_WITHIN = Duration.ofMinutes(5);

    /** Longer than whatever still comes back, or is told again, takes to come. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    /** Longer than the slowest answer and all that the gateway does about a doubt by itself. */
    private static final Duration NOTHING_ENDS = Duration.ofSeconds(25);

    /** How long it took, and whether all came to rest within its limit. */
    record Rest(double seconds, boolean reached) {}

    private final Outside outside = new Outside();
    private final RunningPlatform platform;

    private final Transcript transcript;

    Stage(RunningPlatform platform, Transcript transcript) {
        this.platform = platform;
        this.transcript = transcript;
    }

    /** All three brokers. */
    static String bootstrapServers() {
        return Stream.of(19092, 19094, 19096)
                .map(port -> "localhost:" + RunningPlatform.port(port))
                .collect(Collectors.joining(","));
    }

    void fund(String... users) {
        for (String user : users) {
            require(
                    outside.post(
                            LEDGER,
                            "/ledger/credits",
                            Outside.OPERATOR,
                            """
                            {"merchantId":"Test-Integration-Merchant","externalUserId":"%s",\
                            "currency":"TRY","amount":"%s","reference":"chaos-%s"}"""
                                    .formatted(user, FUNDS, user)));
        }
    }

    void tell(String url) {
        require(
                outside.put(
                        API,
                        "/operator/applications/Sandbox",
                        Outside.OPERATOR,
                        "{\"webhookUrl\":\"" + url + "\"}"));
    }

    void misbehave(long percent) {
        require(
                outside.post(
                        SANDBOX,
                        "/sandbox/chaos",
                        Outside.OPERATOR,
                        "{\"percent\":" + percent + "}"));
    }

    private static void require(Outside.Answer answer) {
        if (!answer.isOk()) {
            throw new IllegalStateException(answer.toString());
        }
    }

    static List<Paid> paid(Told told) {
        return Paid.all(
                new Outside().get(SANDBOX, "/sandbox/paid", Outside.OPERATOR),
                told.payouts().keySet());
    }

    /**
     * Waits until all that was accepted has ended and no more is told; where nothing ends any more,
     * operators end the doubts that are left.
     */
    Rest rest(Partners partners) {
        long begin = System.nanoTime();
        long ended = begin;
        int known = -1;
        Operators operators = new Operators();
        while (!isAtRest(partners)
                && platform.isKeptUp()
                && System.nanoTime() - begin < AT_REST_WITHIN.toNanos()) {
            if (partners.ended().size() != known) {
                known = partners.ended().size();
                ended = System.nanoTime();
            } else if (System.nanoTime() - ended > NOTHING_ENDS.toNanos()) {
                transcript.say(
                        "operators ended doubts, by the amount's ending: "
                                + operators.endDoubts(byPayout()));
                ended = System.nanoTime();
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
        if (!platform.isKeptUp()) {
            throw new IllegalStateException("the platform gave up:\n" + platform.output());
        }
        Rest rest = new Rest((System.nanoTime() - begin) / 1e9, isAtRest(partners));
        if (!rest.reached()) {
            transcript.say(
                    "not at rest after %.0f s: of %d withdrawals %d have ended, %d requests are unanswered, the last webhook came %d s ago"
                            .formatted(
                                    rest.seconds(),
                                    partners.accepted().size(),
                                    partners.ended().size(),
                                    partners.unanswered(),
                                    partners.silentFor().toSeconds()));
        }
        return rest;
    }

    private static boolean isAtRest(Partners partners) {
        return partners.unanswered() == 0
                && partners.ended().containsAll(partners.accepted())
                && partners.silentFor().compareTo(SILENCE) > 0;
    }

    private static Map<String, Paid> byPayout() {
        Map<String, Paid> paid = new HashMap<>();
        for (Paid each : paid(Told.read(bootstrapServers()))) {
            if (each.payout() != null) {
                paid.put(each.payout(), each);
            }
        }
        return paid;
    }
}
