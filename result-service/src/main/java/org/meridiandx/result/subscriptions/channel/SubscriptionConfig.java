package org.meridiandx.result.subscriptions.channel;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How subscribers are told.
@ConfigMapping(prefix = "meridian.subscriptions")
public interface SubscriptionConfig {
    /// Host names that an endpoint may have; none by default.
    Optional<List<String>> allowedHosts();

    /// Whether plain http and addresses of this machine and its network are taken: on one machine only.
    @WithDefault("false")
    boolean localAddresses();

    /// PEM file with the authorities of subscribers' certificates; else those of the platform.
    Optional<Path> authorities();

    /// Between two looks at what is due; what has just happened does not wait for it.
    String interval();

    /// Between two measurements of the queue.
    String measureInterval();

    /// Subscribers that one replica calls at the same time.
    @WithDefault("64")
    int atOnce();

    /// Patience with a subscriber that names none of its own.
    @WithDefault("10s")
    Duration timeout();

    /// The first pause after a failure; each further one is twice as long.
    @WithDefault("1s")
    Duration firstPause();

    /// The longest pause.
    @WithDefault("1h")
    Duration longestPause();

    /// After so many failures in a row the status is `error`; it is tried on all the same.
    @WithDefault("3")
    int failuresUntilError();

    /// So often an event may be refused by its receiver before it is set aside for people.
    @WithDefault("3")
    int refusalsUntilDead();

    /// Reports of one call together; a larger one goes by its id.
    @WithDefault("1048576")
    int maxContentBytes();

    /// Subscriptions of one client.
    @WithDefault("50")
    int maxPerClient();

    /// How long what was told can be asked for again.
    @WithDefault("30d")
    Duration retention();

    /// How long to wait after so many failures.
    default Duration pauseAfter(int failures) {
        var doublings = Math.min(Math.max(failures - 1, 0), 20);
        var pause = firstPause().multipliedBy(1L << doublings);
        return pause.compareTo(longestPause()) > 0 ? longestPause() : pause;
    }
}
