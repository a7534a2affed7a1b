package org.meridiandx.identity.relationships;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How long grounds hold where nobody says when they end.
@ConfigMapping(prefix = "meridian.grounds")
public interface GroundConfig {
    /// After an order or referral is completed: results are looked at and asked about.
    @WithDefault("P30D")
    Duration orderTail();

    /// An order that nobody completes or revokes.
    @WithDefault("P365D")
    Duration longestOrder();

    /// After a discharge: letters, results that come later, follow-up.
    @WithDefault("P30D")
    Duration dischargeTail();

    /// A stay that nobody ends.
    @WithDefault("P180D")
    Duration longestStay();

    /// An outpatient or emergency visit, which most systems never end.
    @WithDefault("P30D")
    Duration visit();

    /// The longest that a pool has for reading what it was given.
    @WithDefault("P30D")
    Duration reportingPool();

    /// A record opened in an emergency.
    @WithDefault("PT4H")
    Duration breakGlass();

    /// Who opens one was asked who they are within this time, where the token tells when.
    @WithDefault("PT15M")
    Duration breakGlassSignedInWithin();
}
