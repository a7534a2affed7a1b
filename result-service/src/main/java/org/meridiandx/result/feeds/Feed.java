package org.meridiandx.result.feeds;

import java.time.Instant;
import java.util.Optional;

/// One sender, as its page shows it.
///
/// @param received in the last 24 hours, those refused included
/// @param rejected in the last 24 hours
/// @param meanDelaySeconds from sample to receipt in the last 24 hours; empty where no message said
///     it
/// @param unmatched reports of its organisation that wait for their patient
/// @param unmapped codes of its own without a meaning
/// @param expected how many messages it would have sent since the last one
/// @param silentSince since when that is too many to be chance
record Feed(
        String sender,
        String organisation,
        Instant firstAt,
        Instant lastAt,
        long received,
        long rejected,
        Optional<Long> meanDelaySeconds,
        long unmatched,
        long unmapped,
        double expected,
        Optional<Instant> silentSince) {}
