package org.meridiandx.result.followup.loops;

import org.meridiandx.result.followup.rules.Mark;

/// One step of a report's history. What was made is never changed.
///
/// @param kind `addressed`, `delivered`, `opened`, `acknowledged`, `acted`, `reopened`,
///     `escalated`, `assigned`, ...
/// @param detail what goes with it; may be empty
public record Step(String reportId, int version, String kind, Mark mark, String detail) {
    /// The step that brought a loop to where it stands.
    public static Step to(Loop loop) {
        return new Step(
                loop.reportId(),
                loop.version(),
                loop.state().code(),
                loop.state().mark(),
                "");
    }

    @Override
    public String toString() {
        return "Step[" + reportId + "/" + version + " " + kind + "]";
    }
}
