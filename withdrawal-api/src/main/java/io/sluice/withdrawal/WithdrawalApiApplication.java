package io.sluice.withdrawal;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The partner's HTTP API and webhooks. */
@SpringBootApplication
public class WithdrawalApiApplication {

    public static void main(String[] args) {
        SpringApplication.run(WithdrawalApiApplication.class, args);
    }
}
