package org.meridiandx.dev.gateway;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.httpproxy.Body;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A request body within the limit of its route: read ahead into memory as far as that goes, streamed from there on.
///
/// A caller that stalls in the part that is read ahead holds nothing of a service.
final class RequestBody extends ListenedBody {

    private final PacedStream source;
    private final long limit;
    private final HeldBytes.Share share;
    private final Promise<RequestBody> readAhead = Promise.promise();
    private final Promise<Void> over = Promise.promise();
    private final Buffer held = Buffer.buffer();
    private long received;
    private boolean whole;
    private boolean heldPassedOn;
    private boolean paused = true;
    private @Nullable BodyFault fault;

    RequestBody(PacedStream source, long limit, HeldBytes.Share share) {
        this.source = source;
        this.limit = limit;
        this.share = share;
    }

    /// Reads until the body has ended or is longer than this; the rest waits with the caller.
    ///
    /// It fails with a [BodyFault], or with what happened to the connection.
    Future<RequestBody> readAhead(int bytes) {
        source.exceptionHandler(this::fail);
        source.endHandler(end -> {
            whole = true;
            over.tryComplete();
            readAhead.tryComplete(this);
            if (heldPassedOn) {
                tellEnd();
            }
        });
        source.handler(chunk -> {
            if (!isWithinLimit(chunk)) {
                return;
            }
            if (readAhead.future().isComplete()) {
                tellChunk(chunk);
            } else if (!share.take(chunk.length())) {
                source.fail(new BodyFault(BodyFault.Kind.NO_ROOM));
            } else if (held.appendBuffer(chunk).length() > bytes) {
                source.pause();
                readAhead.tryComplete(this);
            }
        });
        source.resume();
        return readAhead.future();
    }

    /// Whether all of it is in memory.
    boolean isWhole() {
        return whole && !heldPassedOn;
    }

    boolean isEnded() {
        return whole;
    }

    /// Completes when all of it has come, fails when the rest will not.
    Future<Void> over() {
        return over.future();
    }

    /// What is wrong with it, if anything is.
    Optional<BodyFault> fault() {
        return Optional.ofNullable(fault);
    }

    /// Ends it, because nobody wants the rest.
    void abandon() {
        source.fail(new BodyFault(BodyFault.Kind.UNWANTED));
    }

    /// The body as it goes to the service.
    ///
    /// @param declared the length that the caller declared, or a negative number
    Body toBody(long declared) {
        return isWhole() ? Body.body(held) : Body.body(this, declared);
    }

    private boolean isWithinLimit(Buffer chunk) {
        received += chunk.length();
        if (received > limit) {
            source.fail(new BodyFault(BodyFault.Kind.TOO_LARGE));
        }
        return received <= limit;
    }

    private void fail(Throwable cause) {
        if (cause instanceof BodyFault known) {
            fault = known;
        }
        over.tryFail(cause);
        if (!readAhead.tryFail(cause)) {
            tellFailure(cause);
        }
    }

    @Override
    public ReadStream<Buffer> pause() {
        paused = true;
        source.pause();
        return this;
    }

    /// Passes on first what was read ahead; the receiver may pause again on that.
    @Override
    public ReadStream<Buffer> resume() {
        paused = false;
        if (!heldPassedOn) {
            heldPassedOn = true;
            tellChunk(held);
        }
        if (!paused) {
            source.resume();
        }
        return this;
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
        return resume();
    }
}
