package io.sluice.local;

import io.sluice.local.demo.DemoPartner;
import io.sluice.local.process.Console;
import io.sluice.local.security.Security;
import io.sluice.local.service.Service;

import java.util.List;

/** What to do with a platform that is ready. */
final class Welcome {

    private Welcome() {}

    static void print(Console console, List<Service> services, Security security) {
        double seconds = console.sinceStart().toMillis() / 1000.0;
        console.blank();
        console.line(console.green("Sluice is ready") + " after %.1f s.".formatted(seconds));
        console.blank();
        for (Service service : Service.FOUR.stream().filter(services::contains).toList()) {
            console.line("  %-18s %s".formatted(service.name(), service.at(security)));
        }
        console.line(
                "  %-18s http://localhost:%d (providers, and the partner's endpoint)"
                        .formatted(Service.SANDBOX.name(), Service.SANDBOX.port()));
        console.line("  %-18s localhost:%d".formatted("kafka", Platform.KAFKA_PORT));
        console.line(
                "  %-18s localhost:%d (passwords: .sluice/secrets.properties)"
                        .formatted("postgresql", Platform.POSTGRES_PORT));
        console.blank();
        console.line("  partner's API key  " + DemoPartner.API_KEY);
        console.line("  operator's token   " + DemoPartner.OPERATOR_TOKEN);
        console.blank();
        console.line("Pay out 2,500.00 TRY:");
        console.blank();
        console.line(DemoPartner.curl(security));
        console.blank();
        console.line(
                "and see what the partner heard: curl -s http://localhost:"
                        + Service.SANDBOX.port()
                        + "/partner/webhooks");
        console.line(
                console.dim(
                        "In another terminal: ./sluice status | demo | logs SERVICE | stop."
                                + " Ctrl-C stops everything."));
    }
}
