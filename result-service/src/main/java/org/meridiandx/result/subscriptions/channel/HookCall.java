package org.meridiandx.result.subscriptions.channel;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/// One call of a subscriber.
///
/// @param headers each `Name: value`, as the subscriber wants them
/// @param secret signs the body
/// @param body JSON; not copied
@SuppressWarnings("ArrayRecordComponent")
public record HookCall(URI endpoint, List<String> headers, byte[] secret, Duration timeout, byte[] body) {
    public HookCall {
        headers = List.copyOf(headers);
    }

    @Override
    public String toString() {
        return "HookCall[" + endpoint.getHost() + "]";
    }
}
