package io.sluice.verification;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One platform for all tests of this module: started by the first, stopped after the last, handed to
 * whoever has a parameter for it.
 */
final class OnePlatform implements BeforeAllCallback, ParameterResolver {

    /** Made for many starts of one build; here there is one. */
    private static final Map<String, String> WITHOUT_TRAINING = Map.of("SLUICE_TRAINING", "off");

    private record Started(RunningPlatform platform) implements AutoCloseable {

        @Override
        public void close() {
            platform.close();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        var _ = platform(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningPlatform.class;
    }

    @Override
    public RunningPlatform resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return platform(context);
    }

    private static RunningPlatform platform(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(
                        Started.class,
                        _ ->
                                new Started(
                                        RunningPlatform.start(
                                                Path.of("target", "platform"),
                                                List.of(),
                                                WITHOUT_TRAINING)),
                        Started.class)
                .platform();
    }
}
