package org.meridiandx.result.copies.outlet;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.meridiandx.partners.PartnerSockets;
import org.meridiandx.partners.Pauses;

/// How copies of reports are sent.
@ConfigMapping(prefix = "meridian.copies")
public interface CopyConfig {
    /// Between two looks at what is to be sent.
    String interval();

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

    /// Recipients that one replica sends to at the same time.
    @WithDefault("16")
    int atOnce();

    /// How long it is kept what was sent before the last version of a report.
    @WithDefault("30d")
    Duration retention();

    Tls tls();

    Files files();

    /// Files in PEM form.
    interface Tls extends PartnerSockets.Pem {}

    /// For recipients that take files only.
    interface Files {
        /// The folder that the file transfer's client looks after, with OUT, SENT and FAILED;
        /// without it nothing is sent so.
        Optional<Path> folder();

        /// Our own mailbox.
        @WithDefault("MERIDIAN")
        String mailbox();

        /// What the transfer calls this kind of file.
        @WithDefault("MERIDIAN_REPORT_COPY")
        String workflow();
    }

    /// How long to wait after so many failures.
    default Duration pauseAfter(int failures) {
        return new Pauses(firstPause(), longestPause()).after(failures);
    }
}
