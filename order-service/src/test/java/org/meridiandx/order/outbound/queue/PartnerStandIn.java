package org.meridiandx.order.outbound.queue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.meridiandx.hl7v2.Hl7Message;

/// A laboratory or RIS at the other end of a socket: keeps what it gets, and answers as a test says.
final class PartnerStandIn implements AutoCloseable {
    /// Answers that are none.
    static final String HANG = "hang";

    static final String CLOSE = "close";

    private static final int START = 0x0B;
    private static final int END = 0x1C;
    private final List<Hl7Message> received = new CopyOnWriteArrayList<>();
    private final List<byte[]> frames = new CopyOnWriteArrayList<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private volatile Function<Hl7Message, String> answer = message -> ack(message, "AA", "");
    private volatile ServerSocket server;

    PartnerStandIn() {
        server = open(0);
    }

    static String ack(Hl7Message message, String code, String more) {
        return "MSH|^~\\&|RIS|RX901|MERIDIAN||20261122||ACK|1|P|2.5.1\rMSA|" + code + "|"
                + message.value("MSH", 10).orElse("") + "\r" + more;
    }

    int port() {
        return server.getLocalPort();
    }

    void answering(Function<Hl7Message, String> with) {
        answer = with;
    }

    List<Hl7Message> received() {
        return received;
    }

    List<byte[]> frames() {
        return frames;
    }

    List<String> values(String segment, int field) {
        return received.stream()
                .map(message -> message.value(segment, field).orElse(""))
                .toList();
    }

    /// Goes away with all its connections.
    void stop() throws IOException {
        server.close();
        for (var connection : connections) {
            connection.close();
        }
        connections.clear();
    }

    /// Comes back where it was.
    void startAgain() {
        server = open(server.getLocalPort());
    }

    private ServerSocket open(int port) {
        try {
            var opened = new ServerSocket();
            opened.setReuseAddress(true);
            opened.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            Thread.ofVirtual().start(() -> accept(opened));
            return opened;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                var connection = from.accept();
                connections.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            var in = connection.getInputStream();
            for (var frame = frame(in); frame.length > 0; frame = frame(in)) {
                var message = Hl7Message.parse(new String(frame, StandardCharsets.UTF_8));
                frames.add(frame);
                received.add(message);
                var said = answer.apply(message);
                if (said.equals(CLOSE)) {
                    return;
                }
                if (!said.equals(HANG)) {
                    connection.getOutputStream().write(("\u000B" + said + "\u001C\r").getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException gone) {
            connections.remove(connection);
        }
    }

    private static byte[] frame(InputStream in) throws IOException {
        var content = new ByteArrayOutputStream();
        var inside = false;
        for (var next = in.read(); next >= 0; next = in.read()) {
            if (next == START) {
                inside = true;
            } else if (next == END) {
                return content.toByteArray();
            } else if (inside) {
                content.write(next);
            }
        }
        return new byte[0];
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
