package io.sluice.local;

/** The demo partner's and operator's credentials; of this machine's platform alone. */
final class DemoPartner {

    static final String MERCHANT = "Test-Integration-Merchant";
    static final String API_KEY = "sk_test_demo_c2x1aWNlLWRlbW8ta2V5";
    static final String OPERATOR_TOKEN = "operator-demo-token";

    /** Works when pasted, again and again: each call draws an idempotency key of its own. */
    static final String CURL =
            """
              curl -i http://localhost:8080/external/withdrawals \\
                -H 'Authorization: Bearer sk_test_demo_c2x1aWNlLWRlbW8ta2V5' \\
                -H "Idempotency-Key: $(cat /proc/sys/kernel/random/uuid 2>/dev/null || uuidgen)" \\
                -H 'Content-Type: application/json' \\
                -d '{"externalUserId":"user-12345","externalUserLabel":"Demo user","amount":"250000","currency":"TRY","targetIban":"TR320010009999901234567890","targetHolderName":"Ayşe Yılmaz"}'
            """;

    private DemoPartner() {}
}
