package io.sluice.withdrawal;

import io.sluice.testing.DatabaseAddress;
import io.sluice.testing.Infrastructure;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import java.util.UUID;

/**
 * One service for all tests of the HTTP side, with a partner's endpoint and a ledger that says what
 * a test wants. Each test brings applications of its own.
 */
final class Stage implements AutoCloseable {

    static final String OPERATOR = "operator-demo-token";
    static final String SECOND_OPERATOR = "operator-demo-token-2";
    static final String VIEWER = "viewer-demo-token";

    private final DatabaseAddress database = Infrastructure.database("withdrawal_api");
    private final Partner partner = new Partner();
    private final Ledger ledger = new Ledger();
    private final Api api = Api.start(database, partner);

    /** Gives a test the stage that all share. */
    static final class Shared implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Stage.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(Stage.class, _ -> new Stage(), Stage.class);
        }
    }

    Api api() {
        return api;
    }

    Ledger ledger() {
        return ledger;
    }

    Partner partner() {
        return partner;
    }

    /** Another instance of the service, on the same database; the caller closes it. */
    Api another() {
        return Api.start(database, partner);
    }

    /** An automatic application, like the demo's. */
    Tenant tenant() {
        return tenant("{}");
    }

    /**
     * @param settings of a new application, as operators name them
     */
    Tenant tenant(String settings) {
        return Tenant.create(this, settings);
    }

    static String unique(String name) {
        return name + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    @Override
    public void close() {
        api.close();
        ledger.close();
        partner.close();
    }
}
