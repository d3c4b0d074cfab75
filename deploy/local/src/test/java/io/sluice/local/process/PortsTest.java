package io.sluice.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

class PortsTest {

    @Test
    void a_port_that_somebody_listens_on_is_not_free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.isFree(socket.getLocalPort())).isFalse();
        }
    }

    @Test
    void a_port_is_free_again_once_its_socket_is_closed() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        assertThat(Ports.isFree(port)).isTrue();
    }

    @Test
    void the_holder_of_a_port_is_named_by_pid_and_command() throws IOException {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/net/tcp")), "needs /proc");
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.describeHolder(socket.getLocalPort()))
                    .startsWith("pid " + ProcessHandle.current().pid() + " (")
                    .contains("java");
        }
    }
}
