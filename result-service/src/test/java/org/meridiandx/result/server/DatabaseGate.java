package org.meridiandx.result.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.meridiandx.testkit.port.FreePort;

/// Stands between the service and PostgreSQL, and can be shut: then connections break and new ones
/// are refused, as when the server is killed.
public final class DatabaseGate {
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile ServerSocket door;

    DatabaseGate(int target) {
        this.target = target;
        this.door = listen(FreePort.take());
    }

    int port() {
        return door.getLocalPort();
    }

    void shut() {
        close(door);
        open.forEach(DatabaseGate::close);
        open.clear();
    }

    void open() {
        door = listen(door.getLocalPort());
    }

    /// Tries again for a while: a closed socket keeps its port until the thread that waits in `accept` has left.
    private ServerSocket listen(int port) {
        var last = Instant.now().plusSeconds(10);
        while (true) {
            try {
                return bind(port);
            } catch (IOException taken) {
                if (Instant.now().isAfter(last)) {
                    throw new UncheckedIOException(taken);
                }
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    private ServerSocket bind(int port) throws IOException {
        var socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        Thread.ofVirtual().start(() -> accept(socket));
        return socket;
    }

    private void accept(ServerSocket from) {
        try {
            while (!from.isClosed()) {
                var client = from.accept();
                var server = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(client);
                open.add(server);
                Thread.ofVirtual().start(() -> pump(client, server));
                Thread.ofVirtual().start(() -> pump(server, client));
            }
        } catch (IOException shut) {
            close(from);
        }
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException broken) {
            close(to);
        }
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception alreadyGone) {
            throw new IllegalStateException(alreadyGone);
        }
    }
}
