package org.meridiandx.dev.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.Http1xServerConnection;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;

/// Refuses what the usual decoder mends in silence or leaves without an answer that helps: a request that tells its
/// length in two ways, one in another protocol, and a body whose chunks cannot be told apart.
///
/// Two readers who choose differently see different requests: request smuggling. **Source:** RFC 9112, 6.1, 7.1 and
/// 11.2.
final class StrictRequestDecoder extends VertxHttpRequestDecoder {

    /// The name that Vert.x gives the decoder of a connection.
    private static final String DECODER = "httpDecoder";

    private final Http1xServerConnection connection;

    private StrictRequestDecoder(Http1xServerConnection connection, HttpServerOptions options) {
        super(options);
        this.connection = connection;
    }

    /// Puts it in the place of the usual decoder, before the first byte of a connection is read.
    static void install(HttpConnection connection, HttpServerOptions options) {
        if (!(connection instanceof Http1xServerConnection base)) {
            throw new IllegalStateException("No place for the decoder in " + connection.getClass());
        }
        base.channel().pipeline().replace(DECODER, DECODER, new StrictRequestDecoder(base, options));
    }

    @Override
    protected HttpMessage createMessage(String[] requestLine) {
        if (!requestLine[2].startsWith("HTTP/1.")) {
            throw new OtherProtocol();
        }
        return super.createMessage(requestLine);
    }

    /// A chunk that cannot be read is the last thing that is read of a connection.
    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> decoded) throws Exception {
        super.decode(context, bytes, decoded);
        if (!decoded.isEmpty()
                && decoded.getLast() instanceof LastHttpContent chunk
                && !(chunk instanceof HttpMessage)
                && chunk.decoderResult().isFailure()) {
            chunk.setDecoderResult(DecoderResult.failure(new BodyFault(BodyFault.Kind.UNREADABLE)));
        }
    }

    /// Vert.x would close the connection at once; so the request's body fails, and its caller gets an answer first.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
        if (cause instanceof BodyFault) {
            connection.handleException(cause);
        } else {
            super.exceptionCaught(context, cause);
        }
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("Both Transfer-Encoding and Content-Length");
    }

    /// The request line names another protocol than HTTP/1.
    static final class OtherProtocol extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        OtherProtocol() {
            super("Another protocol than HTTP/1");
        }
    }
}
