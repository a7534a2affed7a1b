package org.meridiandx.dev.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;

/// A body that fails when it stands still or trickles: each 64 KiB, and what comes last, has its time.
///
/// Whose fault it is shows in whether the stream was paused when the time was up: paused, the receiver does not take;
/// else the sender does not send.
final class PacedStream extends ListenedBody {

    private static final int STEP_BYTES = 64 * 1024;

    private final Vertx vertx;
    private final ReadStream<Buffer> body;
    private final long stepMillis;
    private long sinceStep;
    private boolean paused = true;
    private boolean over;
    private long timer;

    /// Takes a paused body; the clock runs from now on.
    PacedStream(Vertx vertx, ReadStream<Buffer> body, Duration step) {
        this.vertx = vertx;
        this.body = body;
        this.stepMillis = step.toMillis();
        this.timer = vertx.setTimer(stepMillis, late -> failLate());
        body.handler(this::pass);
        body.endHandler(this::end);
        body.exceptionHandler(this::fail);
    }

    /// Ends the body here: the receiver is told, the clock stops.
    void fail(Throwable cause) {
        if (over) {
            return;
        }
        stop();
        tellFailure(cause);
    }

    private void failLate() {
        fail(new BodyFault(paused ? BodyFault.Kind.RECEIVER_STALLED : BodyFault.Kind.SENDER_STALLED));
    }

    private void pass(Buffer chunk) {
        sinceStep += chunk.length();
        if (!over && sinceStep >= STEP_BYTES) {
            sinceStep = 0;
            vertx.cancelTimer(timer);
            timer = vertx.setTimer(stepMillis, late -> failLate());
        }
        if (!over) {
            tellChunk(chunk);
        }
    }

    private void end(Void end) {
        if (over) {
            return;
        }
        stop();
        tellEnd();
    }

    private void stop() {
        over = true;
        vertx.cancelTimer(timer);
    }

    @Override
    public ReadStream<Buffer> pause() {
        paused = true;
        body.pause();
        return this;
    }

    @Override
    public ReadStream<Buffer> resume() {
        paused = false;
        body.resume();
        return this;
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
        paused = false;
        body.fetch(amount);
        return this;
    }
}
