package org.meridiandx.dev.gateway;

import io.netty.handler.codec.http.HttpMessage;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import io.vertx.core.net.impl.ConnectionBase;

/// Refuses a request that tells its length in two ways, which the usual decoder mends in silence.
///
/// Two readers who choose differently see different requests: request smuggling. **Source:** RFC 9112, 6.1 and 11.2.
final class StrictRequestDecoder extends VertxHttpRequestDecoder {

    /// The name that Vert.x gives the decoder of a connection.
    private static final String DECODER = "httpDecoder";

    private StrictRequestDecoder(HttpServerOptions options) {
        super(options);
    }

    /// Puts it in the place of the usual decoder, before the first byte of a connection is read.
    static void install(HttpConnection connection, HttpServerOptions options) {
        if (!(connection instanceof ConnectionBase base)) {
            throw new IllegalStateException("No place for the decoder in " + connection.getClass());
        }
        base.channel().pipeline().replace(DECODER, DECODER, new StrictRequestDecoder(options));
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("Both Transfer-Encoding and Content-Length");
    }
}
