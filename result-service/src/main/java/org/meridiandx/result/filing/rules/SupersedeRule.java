package org.meridiandx.result.filing.rules;

import java.time.Instant;
import java.util.Optional;

/// Which version of a report takes the place of which, whatever order they arrive in.
///
/// First by stage: a preliminary report never takes the place of a final one. Within one stage by the time the
/// laboratory issued it: the later one stays. At the same time, or where a time is missing, a correction stands above
/// what it corrects; else the one that arrives later stays.
///
/// **Source:** HL7 v2.5.1 chapter 7, tables 0123 and 0085; FHIR R4 diagnostic-report-status.
public final class SupersedeRule {
    /// What to do with a report whose key is known already.
    public enum Decision {
        /// It says nothing new: no second effect.
        UNCHANGED,
        /// It takes the place of the version on record.
        SUPERSEDES,
        /// A later version is on record already.
        STALE
    }

    /// @param status FHIR diagnostic-report-status
    /// @param issuedAt when the laboratory released it
    /// @param contentHash equal for equal content
    public record Version(String status, Optional<Instant> issuedAt, String contentHash) {}

    private SupersedeRule() {}

    public static Decision decide(Version onRecord, Version arriving) {
        if (onRecord.contentHash().equals(arriving.contentHash())) {
            return Decision.UNCHANGED;
        }
        var stages = Integer.compare(stageOf(arriving.status()), stageOf(onRecord.status()));
        if (stages != 0) {
            return stages > 0 ? Decision.SUPERSEDES : Decision.STALE;
        }
        var times = compareTimes(onRecord, arriving);
        if (times != 0) {
            return times > 0 ? Decision.SUPERSEDES : Decision.STALE;
        }
        return isCorrection(onRecord.status()) && !isCorrection(arriving.status())
                ? Decision.STALE
                : Decision.SUPERSEDES;
    }

    /// Whether a status says that this version mends an earlier one.
    public static boolean isCorrection(String status) {
        return switch (status) {
            case "amended", "corrected", "appended", "cancelled", "entered-in-error" -> true;
            default -> false;
        };
    }

    private static int compareTimes(Version onRecord, Version arriving) {
        if (onRecord.issuedAt().isEmpty() || arriving.issuedAt().isEmpty()) {
            return 0;
        }
        return arriving.issuedAt().get().compareTo(onRecord.issuedAt().get());
    }

    private static int stageOf(String status) {
        return switch (status) {
            case "registered", "unknown" -> 0;
            case "partial", "preliminary" -> 1;
            default -> 2;
        };
    }
}
