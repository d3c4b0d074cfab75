package io.sluice.gateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The service. */
@SpringBootApplication(proxyBeanMethods = false)
public class GatewayAdapterApplication {

    public static void main(String[] args) {
        SpringApplication.run(GatewayAdapterApplication.class, args);
    }
}
