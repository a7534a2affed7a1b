package org.meridiandx.order.tracking;

import java.time.Instant;

/// One thing that happened to a request.
///
/// @param at when; for [Kind#REQUESTED] the time of asking
/// @param who a name to be shown; empty where none is told
/// @param words the reason, or what the performer says; empty where there are none
public record Milestone(Kind kind, Instant at, String who, String words) {
    /// What happened.
    public enum Kind {
        REQUESTED,
        ACCEPTED,
        DECLINED,
        STARTED,
        SAMPLE_RECEIVED,
        IMAGES_TAKEN,
        /// What the performer says in words of its own.
        NEWS,
        HELD,
        RESUMED,
        REPORT_READY,
        CANCELLED,
        WITHDRAWN;

        /// As it is told to programs: lower case with hyphens.
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    @Override
    public String toString() {
        return "Milestone[" + kind + "]";
    }
}
