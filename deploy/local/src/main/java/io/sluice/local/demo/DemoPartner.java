package io.sluice.local.demo;

import io.sluice.local.security.Security;
import io.sluice.local.service.Service;

/** The demo partner's and operator's credentials; of this machine's platform alone. */
public final class DemoPartner {

    public static final String MERCHANT = "Test-Integration-Merchant";
    public static final String API_KEY = "sk_test_demo_c2x1aWNlLWRlbW8ta2V5";
    public static final String OPERATOR_TOKEN = "operator-demo-token";
    public static final String USER = "user-12345";
    public static final String OTHER_USER = "user-67890";

    private DemoPartner() {}

    /** The body of a request to pay out to the demo's IBAN. */
    static String withdrawal(String user, long amount) {
        return """
        {"externalUserId":"%s","externalUserLabel":"Demo user","amount":"%d","currency":"TRY",\
        "targetIban":"TR320010009999901234567890","targetHolderName":"Ayşe Yılmaz"}"""
                .formatted(user, amount);
    }

    /** Works when pasted, again and again: each call draws an idempotency key of its own. */
    public static String curl(Security security) {
        String trust = security.isOn() ? " --cacert " + security.certificates().authority() : "";
        return """
          curl -i%s %s/external/withdrawals \\
            -H 'Authorization: Bearer %s' \\
            -H "Idempotency-Key: $(cat /proc/sys/kernel/random/uuid 2>/dev/null || uuidgen)" \\
            -H 'Content-Type: application/json' \\
            -d '%s'"""
                .formatted(
                        trust,
                        Service.WITHDRAWAL_API.at(security),
                        API_KEY,
                        withdrawal(USER, 250_000));
    }
}
