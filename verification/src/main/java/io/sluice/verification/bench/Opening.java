package io.sluice.verification.bench;

import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Withdrawals opened one after another, each under a key and for a user of its own choosing. */
final class Opening {

    private static final long USERS = 200_000;
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;
    private static final String[] NAMES = {"Ayşe Yılmaz", "Ali Veli", "王小明", "Zoë Ångström"};

    private final HttpTarget api;
    private final String authorization;
    private final AtomicLong asked = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();

    Opening(HttpTarget api, String apiKey) {
        this.api = api;
        this.authorization = "Bearer " + apiKey;
    }

    Mono<Integer> post(long any) {
        long number = asked.incrementAndGet();
        // A version 4 UUID: as random as partners' keys are.
        long high = (mixed(number) & ~0xF000L) | 0x4000L;
        long low = (mixed(~number) & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        String key = new UUID(high, low).toString();
        return api.post(
                        "/external/withdrawals",
                        headers ->
                                headers.set("Authorization", authorization)
                                        .set("Idempotency-Key", key)
                                        .set("Content-Type", "application/json"),
                        body(number))
                .doOnNext(
                        status -> {
                            if (status == 201) {
                                accepted.incrementAndGet();
                            }
                        });
    }

    private static byte[] body(long number) {
        return """
               {"externalUserId":"user-%d","externalUserLabel":"Shown to nobody","amount":"%d",\
               "currency":"TRY","targetIban":"TR320010009999901234567890","targetHolderName":"%s"}"""
                .formatted(
                        Long.remainderUnsigned(mixed(number), USERS),
                        100 + number % 1_000_000,
                        NAMES[(int) (number % NAMES.length)])
                .getBytes(StandardCharsets.UTF_8);
    }

    private static long mixed(long number) {
        long mixed = number * SPREAD;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        return mixed ^ (mixed >>> 31);
    }

    long asked() {
        return asked.get();
    }

    long accepted() {
        return accepted.get();
    }
}
