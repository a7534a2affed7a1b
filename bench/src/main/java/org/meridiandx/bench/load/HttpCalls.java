package org.meridiandx.bench.load;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;

/// HTTP requests that each know what their answer has to hold.
///
/// @param base of the server
/// @param next makes the next call; safe for several threads
public record HttpCalls(String name, String what, URI base, Supplier<Call> next) implements Scenario {

    /// One request.
    ///
    /// @param request all of it, as it goes over the wire
    /// @param status of the right answer
    /// @param expected what it holds, each of them
    public record Call(byte[] request, int status, List<byte[]> expected) {
        public Call {
            expected = List.copyOf(expected);
        }

        /// One that is answered 200 with something.
        public Call(byte[] request, byte[] expected) {
            this(request, 200, List.of(expected));
        }
    }

    @Override
    public void prepare(int pieces) {
        // Calls are cheap enough to be made as they are sent.
    }

    @Override
    public Worker open() throws IOException {
        var wire = new HttpWire(base);
        return new Worker() {
            @Override
            public boolean work() throws IOException {
                var call = next.get();
                var answer = wire.answer(call.request());
                return answer.status() == call.status()
                        && call.expected().stream().allMatch(wanted -> holds(answer.body(), wanted));
            }

            @Override
            public void close() throws IOException {
                wire.close();
            }
        };
    }

    static boolean holds(byte[] body, byte[] wanted) {
        for (int at = 0; at + wanted.length <= body.length; at++) {
            if (body[at] == wanted[0]
                    && java.util.Arrays.equals(body, at, at + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }
}
