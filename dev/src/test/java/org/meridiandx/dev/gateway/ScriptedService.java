package org.meridiandx.dev.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A service that misbehaves on the wire as its script says; it gets each connection with its number from 1.
final class ScriptedService implements AutoCloseable {

    /// What it does with one connection.
    interface Script {
        void play(ScriptedService service, Socket connection, int number) throws IOException;
    }

    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final ServerSocket server;
    private final Script script;
    private final Thread acceptor;
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final List<String> heads = new CopyOnWriteArrayList<>();

    ScriptedService(Script script) throws IOException {
        this.server = new ServerSocket(0);
        this.script = script;
        this.acceptor = Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /// The heads of all requests so far, as they came.
    List<String> heads() {
        return heads;
    }

    int connections() {
        return connections.size();
    }

    /// Reads one request head.
    String readHead(Socket connection) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = connection.getInputStream().read();
            if (next < 0) {
                throw new IOException("The gateway closed the connection");
            }
            head.append((char) next);
        }
        heads.add(head.toString());
        return head.toString();
    }

    static void write(Socket connection, String text) throws IOException {
        connection.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    /// Closes every connection, as a service does that goes away.
    void closeConnections() throws IOException {
        for (var connection : connections) {
            connection.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                var connection = server.accept();
                connections.add(connection);
                int number = connections.size();
                Thread.ofVirtual().start(() -> play(connection, number));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void play(Socket connection, int number) {
        try {
            script.play(this, connection, number);
        } catch (IOException e) {
            // The gateway left first.
        }
    }

    /// Waits until nobody accepts: a repeat by the gateway that came in after the cut would stay
    /// open, unanswered.
    @Override
    public void close() throws IOException {
        server.close();
        try {
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeConnections();
    }
}
