package io.sluice.sandbox.control;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

import java.util.List;

@Configuration(proxyBeanMethods = false)
class ControlConfiguration {

    @Bean
    Chaos chaos() {
        return new Chaos();
    }

    @Bean
    Cascades cascades() {
        return new Cascades();
    }

    @Bean
    RouterFunction<ServerResponse> controlRouter(List<PaidSource> sources, Chaos chaos) {
        return new ControlRoutes(sources, chaos).routes();
    }
}
