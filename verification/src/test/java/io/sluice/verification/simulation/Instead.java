package io.sluice.verification.simulation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Function;

/** A port as it is, but for one method. */
final class Instead {

    private Instead() {}

    static <P> P of(Class<P> port, P real, String method, Function<Object[], Object> other) {
        return port.cast(
                Proxy.newProxyInstance(
                        port.getClassLoader(),
                        new Class<?>[] {port},
                        (_, called, arguments) -> {
                            if (called.getName().equals(method)) {
                                return other.apply(arguments);
                            }
                            try {
                                return called.invoke(real, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }
}
