package io.sluice.local.server;

import io.sluice.local.security.Certificates;
import io.sluice.local.security.Security;

/** Where the broker listens, and whom it lets in. */
final class BrokerListeners {

    private BrokerListeners() {}

    static String settings(Security security, int port, int controllerPort) {
        String listeners = security.isOn() ? secured(security) : IN_THE_CLEAR;
        return listeners.formatted(port, controllerPort);
    }

    private static final String IN_THE_CLEAR =
            """
            listeners=PLAINTEXT://localhost:%1$d,CONTROLLER://localhost:%2$d
            advertised.listeners=PLAINTEXT://localhost:%1$d
            listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
            """;

    private static String secured(Security security) {
        Certificates certificates = security.certificates();
        return """
        listeners=SASL_SSL://localhost:%%1$d,CONTROLLER://localhost:%%2$d
        advertised.listeners=SASL_SSL://localhost:%%1$d
        listener.security.protocol.map=SASL_SSL:SASL_SSL,CONTROLLER:SSL
        inter.broker.listener.name=SASL_SSL
        sasl.enabled.mechanisms=SCRAM-SHA-512
        sasl.mechanism.inter.broker.protocol=SCRAM-SHA-512
        listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=%s
        ssl.keystore.type=PEM
        ssl.keystore.location=%s
        ssl.truststore.type=PEM
        ssl.truststore.location=%s
        # Logins are kept by the controller, which therefore knows its brokers by certificate.
        listener.name.controller.ssl.client.auth=required
        authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
        allow.everyone.if.no.acl.found=false
        super.users=User:%s;User:CN=%s
        """
                .formatted(
                        security.login(Security.ADMINISTRATOR),
                        certificates.identity(Kafka.NAME),
                        certificates.authority(),
                        Security.ADMINISTRATOR,
                        Kafka.NAME);
    }
}
