package org.meridiandx.result.followup.loops;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How soon reports are to be seen and acted on, and who is told when they are not.
@ConfigMapping(prefix = "meridian.follow-up")
public interface FollowUpConfig {
    Limits critical();

    Limits urgent();

    Limits routine();

    /// What differs in one organisation: `ODS code:urgency:part:length`, such as
    /// `RX901:critical:acknowledge:30m`.
    Optional<List<String>> local();

    /// Between two looks at what is due.
    String interval();

    /// Due reports that one transaction of the timer takes.
    @WithDefault("200")
    int batch();

    /// Between two measurements of what is open.
    String measureInterval();

    /// Between two looks at who has left.
    String departuresInterval();

    /// Reports issued longer ago than this when they arrive are history, and not followed.
    @WithDefault("365d")
    Duration oldest();

    /// Whether patients are told, at the end of the line, that a result waits.
    @WithDefault("false")
    boolean patientNotice();

    /// As [org.meridiandx.result.followup.rules.Deadlines].
    interface Limits {
        Duration acknowledge();

        Duration act();

        Duration step();
    }
}
