package org.meridiandx.result.followup.rules;

/// How far a report has come on its way to somebody who acts on it.
///
/// ```
/// Addressed ──> Delivered ──> Opened ──> Acknowledged ──> ActedOn
///     └─────────────┴───────────┴────────────↑
/// ```
///
/// A step exists only on the states that allow it, and none leads back: a new version of the
/// report begins a new round (see [Reopening]).
///
/// **Hazard:** a report that nobody has acknowledged must never look as if somebody had: `Opened`
/// and `Delivered` close nothing and stop no timer.
public sealed interface LoopState {
    /// Who brought it here, and when.
    Mark mark();

    /// As tables, events and answers call it.
    default String code() {
        return switch (this) {
            case Addressed ignored -> "addressed";
            case Delivered ignored -> "delivered";
            case Opened ignored -> "opened";
            case Acknowledged ignored -> "acknowledged";
            case ActedOn ignored -> "acted";
        };
    }

    /// Not acknowledged yet.
    sealed interface Waiting extends LoopState {
        default Acknowledged acknowledged(Mark by) {
            return new Acknowledged(by);
        }
    }

    /// Somebody is responsible for it.
    record Addressed(Mark mark) implements Waiting {
        public Delivered delivered(Mark by) {
            return new Delivered(by);
        }

        public Opened opened(Mark by) {
            return new Opened(by);
        }
    }

    /// The system of those who are responsible has had it.
    record Delivered(Mark mark) implements Waiting {
        public Opened opened(Mark by) {
            return new Opened(by);
        }
    }

    /// A person of those who are responsible has read it.
    record Opened(Mark mark) implements Waiting {}

    /// A person says that they have seen it and take it on.
    record Acknowledged(Mark mark) implements LoopState {
        public ActedOn actedOn(Mark by, Outcome outcome) {
            return new ActedOn(by, outcome);
        }
    }

    /// Done. Nothing is due any more.
    record ActedOn(Mark mark, Outcome outcome) implements LoopState {}
}
