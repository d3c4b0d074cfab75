package io.sluice.withdrawal.adapter.http;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import reactor.core.publisher.Mono;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * The API's own document, for people and for programs. The page is Swagger UI, from its jar: it
 * loads nothing from elsewhere, and may not.
 */
@Configuration(proxyBeanMethods = false)
class DocsConfiguration {

    private static final String DOCUMENT = "io/sluice/contracts/openapi.yaml";
    private static final String SWAGGER_UI = "META-INF/maven/org.webjars/swagger-ui/pom.properties";
    private static final Duration KEPT = Duration.ofHours(1);
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'"
                    + " data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    @Bean
    RouterFunction<ServerResponse> docsRoutes() throws IOException {
        Resource page = new ClassPathResource("docs/index.html");
        Map<String, Resource> parts = parts();
        String document =
                JsonMapper.shared()
                        .writeValueAsString(
                                new Yaml(new SafeConstructor(new LoaderOptions()))
                                        .<Object>load(
                                                new ClassPathResource(DOCUMENT)
                                                        .getContentAsString(
                                                                StandardCharsets.UTF_8)));
        return route().GET(
                        "/docs",
                        _ ->
                                ServerResponse.ok()
                                        .header("Content-Security-Policy", POLICY)
                                        .header("X-Content-Type-Options", "nosniff")
                                        .contentType(
                                                new MediaType(
                                                        MediaType.TEXT_HTML,
                                                        StandardCharsets.UTF_8))
                                        .bodyValue(page))
                .GET(
                        "/docs/openapi.json",
                        _ ->
                                ServerResponse.ok()
                                        .contentType(MediaType.APPLICATION_JSON)
                                        .bodyValue(document))
                .GET("/docs/{part}", request -> part(request, parts))
                .build();
    }

    private static Map<String, Resource> parts() throws IOException {
        String version =
                PropertiesLoaderUtils.loadProperties(new ClassPathResource(SWAGGER_UI))
                        .getProperty("version");
        String folder = "META-INF/resources/webjars/swagger-ui/" + version + "/";
        return Map.of(
                "show.js", new ClassPathResource("docs/show.js"),
                "swagger-ui-bundle.js", new ClassPathResource(folder + "swagger-ui-bundle.js"),
                "swagger-ui.css", new ClassPathResource(folder + "swagger-ui.css"),
                "favicon-32x32.png", new ClassPathResource(folder + "favicon-32x32.png"));
    }

    private static Mono<ServerResponse> part(ServerRequest request, Map<String, Resource> parts) {
        Resource part = parts.get(request.pathVariable("part"));
        return part == null
                ? Problem.notFound("nothing is here (expected: a part of the page)")
                        .response(JsonMapper.shared())
                : ServerResponse.ok()
                        .cacheControl(CacheControl.maxAge(KEPT))
                        .header("X-Content-Type-Options", "nosniff")
                        .bodyValue(part);
    }
}
