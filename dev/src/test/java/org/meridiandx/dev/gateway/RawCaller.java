package org.meridiandx.dev.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;

/// A caller that writes bytes, so that nothing is tidied up on the way.
final class RawCaller implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;

    RawCaller(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /// One request on a connection of its own, and everything that came until the gateway closed it.
    static String ask(int port, String request) throws IOException {
        try (var caller = new RawCaller(port)) {
            return caller.send(request).readAll();
        }
    }

    /// @param text one character for each byte; lines end with `\n` for the eye and with CRLF on the wire
    RawCaller send(String text) throws IOException {
        return write(text.replace("\n", "\r\n").getBytes(ISO_8859_1));
    }

    RawCaller write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /// Reads to the end of the connection; one that is not closed in time is a failure.
    String readAll() throws IOException {
        var answer = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(answer);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("The connection stays open after: " + answer.toString(ISO_8859_1), e);
        } catch (IOException e) {
            // Cut off: what came before counts.
        }
        return answer.toString(ISO_8859_1);
    }

    /// Reads until the text has come.
    String readUntil(String text) throws IOException {
        var answer = new StringBuilder();
        while (answer.indexOf(text) < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new AssertionError("The connection ended after: " + answer);
            }
            answer.append((char) next);
        }
        return answer.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
