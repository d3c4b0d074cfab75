package io.sluice.verification;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One platform for all tests of this module: started by the first, stopped after the last, handed to
 * whoever has a parameter for it.
 */
final class OnePlatform implements BeforeAllCallback, ParameterResolver {

    /** Its data, logs and secrets. */
    static final Path DATA = Path.of("target", "platform");

    /** Made for many starts of one build; here there is one. */
    private static final Map<String, String> WITHOUT_TRAINING = Map.of("SLUICE_TRAINING", "off");

    private record Started(RunningPlatform platform, Collector collector) implements AutoCloseable {

        @Override
        public void close() {
            platform.close();
            collector.close();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Started _ = started(context);
    }

    private static Started started(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(Started.class, _ -> start(), Started.class);
    }

    private static Started start() {
        Collector collector = Collector.start();
        Map<String, String> settings = new HashMap<>(WITHOUT_TRAINING);
        settings.put("SLUICE_TRACING_ENDPOINT", collector.endpoint().toString());
        return new Started(
                RunningPlatform.start(Path.of("target", "platform"), List.of(), settings),
                collector);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Collector.class || type == RunningPlatform.class;
    }

    /** The platform, or where its spans go. */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Started started = started(context);
        return parameter.getParameter().getType() == Collector.class
                ? started.collector()
                : started.platform();
    }
}
