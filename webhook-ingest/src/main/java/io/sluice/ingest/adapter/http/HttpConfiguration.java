package io.sluice.ingest.adapter.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.ingest.application.CallbackProvider;
import io.sluice.ingest.application.Callbacks;
import io.sluice.ingest.application.ReceiveCallback;
import io.sluice.ingest.application.ReplayCallback;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({HttpLimits.class, OperatorTokens.class})
class HttpConfiguration {

    @Bean
    RouterFunction<ServerResponse> webhooks(
            List<CallbackProvider> providers,
            ReceiveCallback receive,
            HttpLimits limits,
            MeterRegistry registry,
            Clock clock) {
        WebhookHandler handler =
                new WebhookHandler(
                        providers.stream()
                                .collect(
                                        Collectors.toUnmodifiableMap(
                                                CallbackProvider::name, Function.identity())),
                        receive,
                        limits,
                        new SourceRates(
                                limits.callbacksPerSecond(), limits.burst(), System::nanoTime),
                        new ForgeryBrake(limits, System::nanoTime),
                        new CallbackMetrics(registry),
                        new CallbackLog(System::nanoTime),
                        clock);
        return RouterFunctions.route()
                .POST("/webhooks/{provider}/{account}", handler::handle)
                .build();
    }

    @Bean
    RouterFunction<ServerResponse> operatorRoutes(
            Callbacks callbacks, ReplayCallback replay, OperatorTokens tokens) {
        OperatorHandler handler = new OperatorHandler(callbacks, replay, tokens);
        RouterFunction<ServerResponse> reads =
                RouterFunctions.route()
                        .GET("/operator/callbacks", handler::list)
                        .filter(handler::authorize)
                        .build();
        RouterFunction<ServerResponse> acts =
                RouterFunctions.route()
                        .GET("/operator/callbacks/{id}", handler::show)
                        .POST("/operator/callbacks/{id}/replay", handler::replay)
                        .filter(handler::authorizeToAct)
                        .build();
        return reads.and(acts);
    }

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> connectionLimits(HttpLimits limits) {
        return factory -> factory.addServerCustomizers(new ConnectionLimits(limits));
    }
}
