package io.sluice.verification;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One platform for all tests of this module: started by the first, stopped after the last. */
final class OnePlatform implements BeforeAllCallback {

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
        context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(
                        Started.class,
                        _ ->
                                new Started(
                                        RunningPlatform.start(
                                                Path.of("target", "platform"),
                                                List.of(),
                                                WITHOUT_TRAINING)),
                        Started.class);
    }
}
