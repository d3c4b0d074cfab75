package io.sluice.local.service;

import java.nio.file.Path;
import java.util.List;

/** The JVM's flags that make a start fast, or that record how to. */
public interface StartupFlags {

    /**
     * @param program a service's name, or the broker's
     * @param folder changes with the program's build
     */
    List<String> of(String program, Path folder);
}
