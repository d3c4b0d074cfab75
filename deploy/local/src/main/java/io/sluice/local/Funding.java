package io.sluice.local;

import io.sluice.local.demo.DemoPartner;
import io.sluice.local.demo.PlatformClient;
import io.sluice.local.process.Console;
import io.sluice.local.security.Security;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Money for the demo's users, by the front door and under references that stay the same. */
final class Funding {

    private static final List<String> USERS =
            List.of(DemoPartner.USER, DemoPartner.OTHER_USER, "user-final-1");

    /** In minor units: 1,000,000 of each currency. */
    private static final Map<String, Long> AMOUNTS =
            Map.of(
                    "TRY", 100_000_000L,
                    "EUR", 100_000_000L,
                    "USD", 100_000_000L,
                    "JPY", 1_000_000L,
                    "KWD", 1_000_000_000L);

    private Funding() {}

    /** A repeat credits nothing: the ledger knows the references. */
    static void fundDemoWallets(Console console, Security security) {
        PlatformClient ledger = new PlatformClient(security);
        Stream<Runnable> credits =
                USERS.stream()
                        .flatMap(
                                user ->
                                        AMOUNTS.entrySet().stream()
                                                .map(entry -> credit(ledger, user, entry)));
        Together.run(credits.toArray(Runnable[]::new));
        console.step(
                "demo wallets",
                USERS.size() + " users with 1,000,000 in " + AMOUNTS.size() + " currencies");
    }

    private static Runnable credit(
            PlatformClient ledger, String user, Map.Entry<String, Long> amount) {
        String reference = "demo-funding:" + user + ":" + amount.getKey();
        return () -> ledger.credit(user, amount.getKey(), amount.getValue(), reference);
    }
}
