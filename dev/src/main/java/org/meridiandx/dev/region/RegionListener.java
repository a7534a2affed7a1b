package org.meridiandx.dev.region;

import java.time.Duration;
import java.util.List;

/// Hears what happens to the parts of a region, from several threads; each hears what it wants to.
public interface RegionListener {

    /// A part is being started, for the first time or again.
    default void starting(String part) {}

    /// A part can be used.
    default void ready(String part, Duration after) {}

    /// A part did not start.
    ///
    /// @param reason what is known, in a few words
    /// @param lastLines the end of its log
    default void failed(String part, String reason, List<String> lastLines) {}

    /// A part ended unasked and will be started again.
    default void restarting(String part) {}

    /// Every part is ready.
    default void allReady() {}

    /// A part is being stopped.
    default void stopping(String part) {}

    /// A part was stopped.
    ///
    /// @param after how long that took
    default void stopped(String part, Duration after) {}

    /// Tells each of several listeners.
    static RegionListener all(List<RegionListener> listeners) {
        return new RegionListeners(listeners);
    }
}
