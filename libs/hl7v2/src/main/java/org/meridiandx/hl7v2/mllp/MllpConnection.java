package org.meridiandx.hl7v2.mllp;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.meridiandx.hl7v2.Acknowledgement;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.hl7v2.ReceivedMessage.Peer;
import org.meridiandx.hl7v2.mllp.MllpMetrics.Drop;

/// One connection: reads frames, hands them over one at a time, writes the answers in order. All of it happens on
/// the connection's event loop, so nothing here is locked.
///
/// Memory: one message being handled, and either one read ahead or one half read; small ones are read ahead up to
/// [#READ_AHEAD_BYTES]. Beyond that the socket is paused, and TCP makes the sender wait.
final class MllpConnection {

    private static final Logger LOG = Logger.getLogger(MllpConnection.class);

    private static final int READ_AHEAD_BYTES = 256 * 1024;

    /// How long a sender of too large a message may go on before the connection is cut: it should see the answer.
    private static final long LINGER_MILLISECONDS = 2_000;

    private final MllpListener listener;
    private final NetSocket socket;
    private final Context context;
    private final Peer peer;
    private final FrameDecoder decoder;
    private final Deque<Frame> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean busy;
    private boolean paused;
    private boolean refusing;
    private boolean draining;
    private boolean closed;

    MllpConnection(MllpListener listener, NetSocket socket, Context context) {
        this.listener = listener;
        this.socket = socket;
        this.context = context;
        this.peer = Peers.of(socket);
        this.decoder = new FrameDecoder(listener.settings().maxMessageBytes());
    }

    void start() {
        socket.handler(this::read);
        socket.exceptionHandler(failure -> LOG.debugf("MLLP connection %s broke", peer.address()));
        socket.closeHandler(ignored -> closed());
    }

    /// Finishes the messages that are whole and ends; from any thread.
    void drain() {
        context.runOnContext(ignored -> {
            draining = true;
            pause();
            next();
        });
    }

    private void read(Buffer bytes) {
        decoder.feed(bytes.getByteBuf());
        pump();
    }

    private void pump() {
        do {
            readAhead();
            next();
        } while (!busy && !closed && !draining && decoder.hasUnread());
        if (decoder.hasUnread() || draining) {
            pause();
        } else if (paused && !closed) {
            paused = false;
            socket.resume();
        }
    }

    private void readAhead() {
        while (!draining
                && waiting.size() < listener.settings().maxInFlightPerConnection()
                && waitingBytes < READ_AHEAD_BYTES) {
            var frame = decoder.next();
            if (frame == null) {
                return;
            }
            waiting.add(frame);
            waitingBytes += size(frame);
        }
    }

    private void pause() {
        if (!paused && !closed) {
            paused = true;
            socket.pause();
        }
    }

    private void next() {
        while (!busy && !closed) {
            if (socket.writeQueueFull()) {
                // The sender does not read its answers: it gets no new ones until it does.
                busy = true;
                socket.drainHandler(ignored -> {
                    socket.drainHandler(null);
                    finished();
                });
                return;
            }
            var frame = waiting.poll();
            if (frame == null) {
                if (draining) {
                    socket.end();
                }
                return;
            }
            waitingBytes -= size(frame);
            take(frame);
        }
    }

    private void take(Frame frame) {
        switch (frame) {
            case Frame.Complete complete -> receive(complete.content());
            case Frame.TooLarge tooLarge -> refuseTooLarge(tooLarge.start());
            case Frame.TooLargeEnded ignored -> socket.end();
            case Frame.Unstarted ignored -> {
                listener.metrics().received(0);
                answer(received(new byte[0]), Admission.unstarted(), 0);
            }
            case Frame.Junk junk -> {
                listener.metrics().dropped(Drop.NO_START_BLOCK);
                if (junk.endless()) {
                    LOG.warnf("MLLP connection %s sends no start block: closed", peer.address());
                    socket.end();
                }
            }
            case Frame.CutOff ignored -> listener.metrics().dropped(Drop.HALF_FRAME);
        }
    }

    private ReceivedMessage received(byte[] content) {
        return ReceivedMessage.of(content, peer, listener.clock().instant());
    }

    private void receive(byte[] content) {
        long start = System.nanoTime();
        listener.metrics().received(content.length);
        var message = received(content);
        if (Admission.isBatch(message)) {
            onOwnContext(() -> handleBatch(message, start));
            return;
        }
        var refusal = Admission.refusal(message);
        if (refusal.isPresent()) {
            answer(message, refusal.get(), System.nanoTime() - start);
            return;
        }
        onOwnContext(() -> subscribe(
                message,
                Uni.createFrom().deferred(() -> listener.handler().handle(message)),
                acknowledgement -> handled(message, acknowledgement, start)));
    }

    private void onOwnContext(Runnable work) {
        busy = true;
        var own = VertxContext.createNewDuplicatedContext(context);
        VertxContextSafetyToggle.setContextSafe(own, true);
        own.runOnContext(ignored -> work.run());
    }

    /// The one place that subscribes: a socket's callback has nobody to return a Uni to.
    ///
    /// @param then takes null where it failed
    private static <T> void subscribe(ReceivedMessage message, Uni<T> work, Consumer<@Nullable T> then) {
        work.subscribe().with(then::accept, failure -> {
            LOG.errorf("Handling %s failed: %s", message, Failures.describe(failure));
            then.accept(null);
        });
    }

    /// A batch that failed as a whole is refused as a whole; its sender sends it again.
    private void handleBatch(ReceivedMessage message, long start) {
        var work = Uni.createFrom()
                .deferred(() -> listener.handler()
                        .handleBatch(message)
                        .map(batch -> batch.map(Optional::of))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
        subscribe(message, work, answers -> {
            if (answers == null) {
                handled(message, null, start);
            } else if (answers.isEmpty()) {
                handled(message, Admission.noBatch(), start);
            } else {
                context.runOnContext(ignored -> answerBatch(answers.get()));
            }
        });
    }

    private void answerBatch(byte[] answers) {
        if (closed) {
            listener.metrics().dropped(Drop.ANSWER_UNDELIVERED);
        } else {
            write(answers);
        }
        finished();
    }

    private void handled(ReceivedMessage message, @Nullable Acknowledgement acknowledgement, long start) {
        var answer = acknowledgement == null ? Acknowledgement.tryLater() : acknowledgement;
        context.runOnContext(ignored -> {
            answer(message, answer, System.nanoTime() - start);
            finished();
        });
    }

    private void finished() {
        busy = false;
        pump();
    }

    private void answer(ReceivedMessage message, Acknowledgement acknowledgement, long nanoseconds) {
        listener.metrics().answered(acknowledgement, nanoseconds);
        log(message, acknowledgement);
        if (closed) {
            listener.metrics().dropped(Drop.ANSWER_UNDELIVERED);
            return;
        }
        acknowledgement
                .encode(message, listener.clock().instant(), listener.nextControlId())
                .ifPresent(this::write);
    }

    private void write(byte[] answer) {
        var frame = Buffer.buffer(answer.length + 3)
                .appendByte(FrameDecoder.VT)
                .appendBytes(answer)
                .appendByte(FrameDecoder.FS)
                .appendByte(FrameDecoder.CR);
        socket.write(frame).onFailure(ignored -> listener.metrics().dropped(Drop.ANSWER_UNDELIVERED));
    }

    private void log(ReceivedMessage message, Acknowledgement acknowledgement) {
        if (acknowledgement instanceof Acknowledgement.Accepted) {
            LOG.debugf("Accepted %s from %s", message, peer.address());
        } else {
            LOG.infof(
                    "Answered %s %s to %s from %s",
                    acknowledgement.code(),
                    acknowledgement.problems().stream()
                            .map(problem -> problem.error().number() + " at " + problem.location())
                            .toList(),
                    message,
                    peer.address());
        }
    }

    /// Answers, then reads on without keeping anything, so that the answer is not lost to a connection reset.
    private void refuseTooLarge(byte[] start) {
        listener.metrics().received(start.length);
        refusing = true;
        var refusal = Admission.tooLarge(listener.settings().maxMessageBytes());
        answer(received(start), refusal, 0);
        context.owner().setTimer(LINGER_MILLISECONDS, ignored -> socket.close());
    }

    private void closed() {
        closed = true;
        if (decoder.isInsideFrame()) {
            listener.metrics().dropped(Drop.HALF_FRAME);
            LOG.infof("MLLP connection %s ended inside a message", peer.address());
        } else if (decoder.hasJunk()) {
            listener.metrics().dropped(Drop.NO_START_BLOCK);
        }
        if (!refusing) {
            waiting.forEach(ignored -> listener.metrics().dropped(Drop.UNREAD_AT_CLOSE));
        }
        waiting.clear();
        listener.disconnected(this);
    }

    private static int size(Frame frame) {
        return frame instanceof Frame.Complete complete ? complete.content().length : 0;
    }
}
