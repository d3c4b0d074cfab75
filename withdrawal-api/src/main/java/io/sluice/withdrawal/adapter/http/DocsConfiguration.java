package io.sluice.withdrawal.adapter.http;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The API's own document, for people and for programs; the page loads nothing from elsewhere. */
@Configuration(proxyBeanMethods = false)
class DocsConfiguration {

    private static final String DOCUMENT = "io/sluice/contracts/openapi.yaml";

    @Bean
    RouterFunction<ServerResponse> docsRoutes() throws IOException {
        String page = text("docs/index.html");
        // The document's dates are examples, to be shown as they are written.
        String document =
                JsonMapper.shared()
                        .writeValueAsString(
                                new Yaml(new SafeConstructor(new LoaderOptions()))
                                        .<Object>load(text(DOCUMENT)));
        return route().GET(
                        "/docs",
                        _ ->
                                ServerResponse.ok()
                                        .header(
                                                "Content-Security-Policy",
                                                "default-src 'self' 'unsafe-inline'")
                                        .contentType(MediaType.TEXT_HTML)
                                        .bodyValue(page))
                .GET(
                        "/docs/openapi.json",
                        _ ->
                                ServerResponse.ok()
                                        .contentType(MediaType.APPLICATION_JSON)
                                        .bodyValue(document))
                .build();
    }

    private static String text(String resource) throws IOException {
        return new ClassPathResource(resource).getContentAsString(StandardCharsets.UTF_8);
    }
}
