package io.sluice.withdrawal;

import io.sluice.testing.Infrastructure;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One service for all tests of webhooks, with short times; each test brings applications and
 * endpoints of its own.
 */
final class WebhookStage implements AutoCloseable {

    /** Six attempts, in well over a second. */
    static final int MOST_ATTEMPTS = 6;

    static final String[] SHORT_TIMES = {
        "sluice.webhooks.schedule=100ms,200ms,300ms,400ms,500ms",
        "sluice.webhooks.timeout=1s",
        "sluice.webhooks.lease-margin=1s",
        "sluice.webhooks.poll-interval=50ms",
        "sluice.webhooks.measure-interval=200ms"
    };

    private final Partner nobody = new Partner();
    private final Api api;
    private final Ledger ledger = new Ledger();
    private final List<Site> sites = new CopyOnWriteArrayList<>();

    private WebhookStage() {
        api = Api.start(Infrastructure.database("webhooks"), nobody, SHORT_TIMES);
    }

    /** Gives a test the stage that all share. */
    static final class Shared implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == WebhookStage.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(
                            WebhookStage.class, _ -> new WebhookStage(), WebhookStage.class);
        }
    }

    Api api() {
        return api;
    }

    Ledger ledger() {
        return ledger;
    }

    /** An application like one of the demo's, with an endpoint of its own. */
    Site site(String like) {
        return site(like, new Partner());
    }

    Site site(String like, Partner partner) {
        Site site = new Site(this, like, partner);
        sites.add(site);
        return site;
    }

    List<Site> sites(int count, String like) {
        List<Site> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(site(like));
        }
        return all;
    }

    /** The value of a metric, added up over its labels. */
    double metric(String name) {
        String text = Api.actuator(api.request("/actuator/prometheus")).text();
        return text.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    static String unique(String name) {
        return name + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    @Override
    public void close() {
        api.close();
        ledger.close();
        sites.forEach(site -> site.partner().close());
        nobody.close();
    }
}
