package org.meridiandx.order.outbound.queue;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.meridiandx.partners.PartnerSockets;
import org.meridiandx.partners.Pauses;

/// How orders are sent to partners.
@ConfigMapping(prefix = "meridian.outbound")
interface OutboundConfig {
    /// Between two looks at what is to be sent.
    @WithDefault("500ms")
    Duration interval();

    /// Between two looks at what is to be written.
    String composeInterval();

    /// Between two measurements of the queue.
    String measureInterval();

    /// For connecting, and for each answer.
    @WithDefault("20s")
    Duration timeout();

    /// The first pause after a failure; each further one is twice as long.
    @WithDefault("1s")
    Duration firstPause();

    /// The longest pause.
    @WithDefault("5m")
    Duration longestPause();

    /// How long what was sent is kept whole.
    @WithDefault("30d")
    Duration retention();

    Tls tls();

    /// Files in PEM form.
    interface Tls extends PartnerSockets.Pem {}

    /// How long to wait after so many failures.
    default Duration pauseAfter(int failures) {
        return new Pauses(firstPause(), longestPause()).after(failures);
    }
}
