package org.meridiandx.dev.journey;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How one step of the journey went.
///
/// @param number from 1
/// @param title what it is about
/// @param exchanges what was sent and came back, in order
/// @param checks what had to hold, and did
/// @param failure what did not hold; empty when the step passed
/// @param links what to look at afterwards
/// @param took the whole step
public record StepReport(
        int number,
        String title,
        List<Exchange> exchanges,
        List<String> checks,
        Optional<String> failure,
        List<Link> links,
        Duration took) {

    /// Copies the lists.
    public StepReport {
        exchanges = List.copyOf(exchanges);
        checks = List.copyOf(checks);
        links = List.copyOf(links);
    }

    /// Something to look at in the region.
    ///
    /// @param title what it shows
    /// @param persona whose token opens it
    /// @param path path below the base URL
    public record Link(String title, String persona, String path) {}

    /// Whether everything held.
    public boolean passed() {
        return failure.isEmpty();
    }
}
