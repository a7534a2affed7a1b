package org.meridiandx.dev.region;

import java.time.Duration;
import java.util.List;

/// Hears what happens to the parts of a region, from several threads.
public interface RegionListener {

    /// A part is being started, for the first time or again.
    void starting(String part);

    /// A part can be used.
    void ready(String part, Duration after);

    /// A part did not start.
    ///
    /// @param reason what is known, in a few words
    /// @param lastLines the end of its log
    void failed(String part, String reason, List<String> lastLines);

    /// A part ended unasked and will be started again.
    void restarting(String part);

    /// A part was stopped.
    void stopped(String part);
}
