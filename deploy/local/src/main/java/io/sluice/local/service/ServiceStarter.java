package io.sluice.local.service;

import io.sluice.local.process.Child;
import io.sluice.local.process.Children;
import io.sluice.local.process.Home;
import io.sluice.local.process.JvmFlags;
import io.sluice.local.process.LogTail;
import io.sluice.local.process.Programs;
import io.sluice.local.process.Readiness;
import io.sluice.local.process.StartupCache;
import io.sluice.local.security.Security;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Starts an instance of a service and waits until it is ready for work. */
public final class ServiceStarter {

    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private final Home home;
    private final Children children;
    private final ServiceEnvironment environment;
    private final Security security;
    private final ServiceReadiness readiness;
    private final StartupCache.Purpose purpose;

    public ServiceStarter(
            Home home,
            Children children,
            ServiceEnvironment environment,
            Security security,
            StartupCache.Purpose purpose) {
        this.home = home;
        this.children = children;
        this.environment = environment;
        this.security = security;
        this.readiness = new ServiceReadiness(security);
        this.purpose = purpose;
    }

    /** Unpacks the service's present build and forgets old ones. */
    public void prepare(Service service) {
        ExtractedApp.of(service, home).deleteOlder(home);
    }

    /** Ready for requests when it returns. */
    public Process start(Service service, int port) {
        String name = service.instanceName(port);
        LogTail.rotate(home.log(name));
        return restart(service, port);
    }

    /** The same, with the log going on where the last process left it. */
    public Process restart(Service service, int port) {
        String name = service.instanceName(port);
        ExtractedApp app = ExtractedApp.of(service, home);
        Process process =
                children.start(
                        new Child(
                                name,
                                service.name(),
                                port,
                                command(app, flags(service)),
                                environment.of(service, port),
                                app.folder(),
                                home.log(name)));
        Readiness.await(
                name, process, home.log(name), START_LIMIT, () -> readiness.isReady(service, port));
        return process;
    }

    /** The sandbox calls the outer services, as the providers do whom it plays. */
    private List<String> flags(Service service) {
        List<String> flags = new ArrayList<>(cache(service).flags(purpose));
        if (security.isOn() && service.equals(Service.SANDBOX)) {
            flags.addAll(security.certificates().trustFlags());
        }
        return flags;
    }

    /** The service's start-up cache; belongs to its build. */
    public StartupCache cache(Service service) {
        return new StartupCache(ExtractedApp.of(service, home).folder());
    }

    /** What the service's process runs. */
    public List<String> command(Service service, List<String> startupFlags) {
        return command(ExtractedApp.of(service, home), startupFlags);
    }

    private static List<String> command(ExtractedApp app, List<String> startupFlags) {
        List<String> command = new ArrayList<>();
        command.add(Programs.java());
        command.add("-Xmx" + app.service().heap());
        command.addAll(JvmFlags.COMMON);
        command.addAll(startupFlags);
        command.addAll(List.of("-jar", app.jar().toString()));
        return command;
    }
}
