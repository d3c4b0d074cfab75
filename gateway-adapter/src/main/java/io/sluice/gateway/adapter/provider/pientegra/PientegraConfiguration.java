package io.sluice.gateway.adapter.provider.pientegra;

import io.sluice.gateway.adapter.provider.ProviderHttp;
import io.sluice.gateway.application.Gateway;
import io.sluice.gateway.domain.ProviderName;
import io.sluice.gateway.domain.Rules;
import io.sluice.gateway.domain.Terms;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;
import java.time.Duration;

@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "sluice.providers.pientegra.enabled", matchIfMissing = true)
@EnableConfigurationProperties(PientegraSettings.class)
class PientegraConfiguration {

    /** Pientegra forgets a key after 24 h: no repeat later than this, whatever the settings. */
    private static final Duration REPEAT_UNTIL = Duration.ofHours(20);

    @Bean
    Gateway pientegra(PientegraSettings settings, Clock clock) {
        String name = "pientegra";
        PientegraCalls calls =
                new PientegraCalls(new ProviderHttp(name, settings.use()), settings, clock);
        return new Gateway(
                new ProviderName(name),
                new Rules.Contract(
                        new Terms(new Terms.Replay(REPEAT_UNTIL), false, settings.use().timing()),
                        settings.use().coverage()),
                PientegraAnswers::effect,
                new PientegraRequests(),
                calls,
                calls,
                calls,
                settings.use().limits());
    }
}
