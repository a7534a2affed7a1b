package org.meridiandx.dev.gateway;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;
import org.meridiandx.problem.Problem;
import org.meridiandx.problem.ProblemCode;

/// What a caller is told whose bytes are no request that everybody reads alike. The connection ends with it, because
/// nobody can tell where the next request would begin.
final class UnreadableRequest {

    /// The longest request line, in bytes.
    static final int MAX_LINE = 16 * 1024;

    /// The largest sum of header lines, in bytes.
    static final int MAX_HEADERS = 32 * 1024;

    private UnreadableRequest() {}

    static Problem problem(HttpServerRequest request) {
        var cause = request.decoderResult().cause();
        if (cause instanceof TooLongHttpLineException) {
            return Problem.of(
                    ProblemCode.URI_TOO_LONG,
                    "The request line is longer than " + MAX_LINE
                            + " bytes. Send a search as POST [type]/_search, or ask for less at a time.");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return Problem.of(
                    ProblemCode.HEADERS_TOO_LARGE,
                    "The headers are larger than " + MAX_HEADERS
                            + " bytes. Leave out those that are not needed, cookies first.");
        }
        if (cause instanceof StrictRequestDecoder.OtherProtocol) {
            return Problem.of(
                    ProblemCode.BAD_REQUEST,
                    "Only HTTP/1.1 is spoken here, without an upgrade. Tell the client not to begin with HTTP/2.");
        }
        return Problem.of(
                ProblemCode.BAD_REQUEST,
                "The request line or its headers cannot be read in one way. Percent-encode spaces in the target as"
                        + " %20; send one Content-Length with digits only, or Transfer-Encoding: chunked, never both;"
                        + " no control characters and no space before the colon of a header.");
    }
}
