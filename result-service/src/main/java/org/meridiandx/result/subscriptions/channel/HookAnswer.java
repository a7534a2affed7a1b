package org.meridiandx.result.subscriptions.channel;

/// What became of a call.
public sealed interface HookAnswer {
    /// The receiver has it: 2xx.
    record Taken() implements HookAnswer {}

    /// The receiver does not take this content: 400, 413, 415 or 422.
    record Refused(String cause) implements HookAnswer {}

    /// Anything else is a fault of the way or of the receiver, and says nothing of the content.
    record Failed(String cause) implements HookAnswer {}

    static HookAnswer of(int status) {
        return switch (status) {
            case 400, 413, 415, 422 -> new Refused("the receiver refuses with " + status);
            case 301, 302, 303, 307, 308 -> new Failed("the receiver redirects, which is not followed");
            default -> status >= 200 && status < 300 ? new Taken() : new Failed("the receiver answers " + status);
        };
    }
}
