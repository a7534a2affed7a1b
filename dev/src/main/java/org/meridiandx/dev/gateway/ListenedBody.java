package org.meridiandx.dev.gateway;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/// A body on its way through the gateway, as its receiver sees it: keeps who listens, and tells them.
abstract class ListenedBody implements ReadStream<Buffer> {

    private @Nullable Handler<Buffer> onChunk;
    private @Nullable Handler<Void> onEnd;
    private @Nullable Handler<Throwable> onFailure;

    final void tellChunk(Buffer chunk) {
        if (onChunk != null) {
            onChunk.handle(chunk);
        }
    }

    final void tellEnd() {
        if (onEnd != null) {
            onEnd.handle(null);
        }
    }

    final void tellFailure(Throwable cause) {
        if (onFailure != null) {
            onFailure.handle(cause);
        }
    }

    @Override
    public final ReadStream<Buffer> handler(@Nullable Handler<Buffer> handler) {
        onChunk = handler;
        return this;
    }

    @Override
    public final ReadStream<Buffer> endHandler(@Nullable Handler<Void> handler) {
        onEnd = handler;
        return this;
    }

    @Override
    public final ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
        onFailure = handler;
        return this;
    }
}
