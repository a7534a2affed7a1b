package org.meridiandx.hl7v2.mllp;

import java.time.Clock;

/// What a connection needs of the server that accepted it.
interface MllpListener {

    MllpSettings settings();

    MessageHandler handler();

    MllpMetrics metrics();

    Clock clock();

    /// MSH-10 of the next answer.
    String nextControlId();

    void disconnected(MllpConnection connection);
}
