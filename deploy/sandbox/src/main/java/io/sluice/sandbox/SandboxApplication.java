package io.sluice.sandbox;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.webflux.autoconfigure.WebFluxObservationAutoConfiguration;

/** Starts the sandbox. Requests are not observed one by one: it shares its cores with what is measured. */
@SpringBootApplication(exclude = WebFluxObservationAutoConfiguration.class)
public class SandboxApplication {

    public static void main(String[] args) {
        SpringApplication.run(SandboxApplication.class, args);
    }
}
