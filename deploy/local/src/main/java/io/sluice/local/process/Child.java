package io.sluice.local.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process to start.
 *
 * @param environment all that it is given; nothing is inherited
 * @param log gets what it prints, appended
 */
public record Child(
        String name,
        String role,
        int port,
        List<String> command,
        Map<String, String> environment,
        Path directory,
        Path log) {

    public Child {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
