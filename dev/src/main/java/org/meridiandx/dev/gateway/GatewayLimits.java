package org.meridiandx.dev.gateway;

import java.time.Duration;

/// How much of the gateway its callers and services may hold at a time.
///
/// @param readAheadBytes how much of a body is read before a connection to the service is taken
/// @param heldBytes what all bodies that are read ahead may take together
/// @param connections connections to one service
/// @param uploads of these, how many bodies larger than `readAheadBytes` may use at a time
/// @param waiting requests that may wait for a connection to one service
/// @param connectionWait how long such a request waits
/// @param pace how long each 64 KiB of a body may take, in either direction
record GatewayLimits(
        int readAheadBytes,
        long heldBytes,
        int connections,
        int uploads,
        int waiting,
        Duration connectionWait,
        Duration pace) {

    static final GatewayLimits USUAL =
            new GatewayLimits(1 << 20, 64 << 20, 256, 64, 1_024, Duration.ofSeconds(2), Duration.ofSeconds(30));
}
