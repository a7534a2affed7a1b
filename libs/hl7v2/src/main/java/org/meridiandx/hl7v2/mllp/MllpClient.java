package org.meridiandx.hl7v2.mllp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocket;
import org.meridiandx.hl7v2.Hl7Message;
import org.meridiandx.hl7v2.ReceivedMessage;

/// Sends messages over one MLLP connection and waits for each answer. Blocking, one thread at a time (a virtual
/// thread will do); needs no Quarkus and no Vert.x. After a failure the connection is of no more use: an answer
/// may still be on its way. Close it, open another, send the same message again.
public final class MllpClient implements AutoCloseable {

    private static final int LARGEST_ANSWER = 16 * 1024 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private MllpClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /// An answer.
    ///
    /// @param code MSA-1: `AA`, `AE`, `AR`, `CA`, `CE` or `CR`; `""` where there is no MSA
    /// @param controlId MSA-2, the message it answers
    /// @param error ERR-3.1, the number of table 0357, `""` where there is none
    /// @param reason ERR-8, else MSA-3, `""` where there is none
    /// @param message the whole answer
    public record Reply(String code, String controlId, String error, String reason, ReceivedMessage message) {
        /// Whether the message was taken.
        public boolean isAccepted() {
            return code.equals("AA") || code.equals("CA");
        }

        static Reply of(byte[] answer, String address) {
            var received = ReceivedMessage.of(answer, ReceivedMessage.Peer.named(address), Instant.now());
            var message = received.message();
            return new Reply(
                    message.value("MSA", 1).orElse(""),
                    message.value("MSA", 2).orElse(""),
                    message.value("ERR", 3).or(() -> oldError(message)).orElse(""),
                    message.value("ERR", 8)
                            .or(() -> message.first("MSA").flatMap(msa -> msa.text(3)))
                            .orElse(""),
                    received);
        }

        /// ERR-1.4.1, before v2.5.
        private static Optional<String> oldError(Hl7Message message) {
            return message.value("ERR", 1, 4);
        }
    }

    /// Opens a plain connection.
    ///
    /// @param timeout for connecting, and for each answer
    public static MllpClient connect(String host, int port, Duration timeout) throws IOException {
        return connect(SocketFactory.getDefault(), host, port, timeout);
    }

    /// Opens a connection from a factory, such as that of an `SSLContext`; with TLS the other end is known then.
    ///
    /// @param timeout for connecting, for each step of the handshake, and for each answer
    public static MllpClient connect(SocketFactory factory, String host, int port, Duration timeout)
            throws IOException {
        var socket = factory.createSocket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(Math.toIntExact(timeout.toMillis()));
            socket.connect(new InetSocketAddress(host, port), Math.toIntExact(timeout.toMillis()));
            if (socket instanceof SSLSocket tls) {
                // Else it is done by the first message, and its failure looks like one of that.
                tls.startHandshake();
            }
            return new MllpClient(socket);
        } catch (IOException | RuntimeException failed) {
            socket.close();
            throw failed;
        }
    }

    /// Sends one message (without a frame) and waits for its answer.
    ///
    /// @throws SocketTimeoutException where no answer comes in time: it is not known whether the message was taken
    /// @throws EOFException where the other end closes instead of answering
    public Reply send(byte[] message) throws IOException {
        sendFrame(message);
        return receive();
    }

    /// Sends one message without waiting; each must be followed by a [#receive()] some time.
    public void sendFrame(byte[] message) throws IOException {
        var frame = new byte[message.length + 3];
        frame[0] = FrameDecoder.VT;
        System.arraycopy(message, 0, frame, 1, message.length);
        frame[message.length + 1] = FrameDecoder.FS;
        frame[message.length + 2] = FrameDecoder.CR;
        sendBytes(frame);
    }

    /// Sends bytes as they are, for what is no proper frame.
    public void sendBytes(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /// Waits for the next answer.
    public Reply receive() throws IOException {
        int b = in.read();
        while (b != FrameDecoder.VT) {
            if (b < 0) {
                throw new EOFException("The connection was closed before an answer came");
            }
            b = in.read();
        }
        var answer = new ByteArrayOutputStream(512);
        for (b = in.read(); b != FrameDecoder.FS; b = in.read()) {
            if (b < 0) {
                throw new EOFException("The connection was closed inside an answer");
            }
            if (answer.size() >= LARGEST_ANSWER) {
                throw new IOException("The answer is larger than " + LARGEST_ANSWER + " bytes");
            }
            answer.write(b);
        }
        return Reply.of(answer.toByteArray(), String.valueOf(socket.getRemoteSocketAddress()));
    }

    /// Closes the connection.
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
