package org.meridiandx.order.tasks.rules;

import java.util.List;
import java.util.Optional;

/// Where the work on a request stands: the states of its Task.
///
/// ```
/// requested ──accept──> accepted ──start──> in-progress ──complete──> completed
///     │  └──────────────────┴───reject──> rejected   │
///     └── start, complete: work may begin or end without a word before ──┘
/// any open state ──cancel──> cancelled
/// requested, accepted, in-progress ──hold──> on-hold ──release──> where it was
/// ```
/// Work is held and released with its request, never by its performer; it may be rejected meanwhile.
/// **Source:** FHIR R4 task state machine, NHS England Workflow (cross-organisational).
public sealed interface Fulfilment {
    /// The FHIR task-status code.
    String code();

    /// The codes that a step leads to from here.
    List<String> allowed();

    /// Whether it is still to be finished.
    default boolean isOpen() {
        return !allowed().isEmpty();
    }

    /// The step to another state, for edges that are given a code.
    ///
    /// @return empty when this state does not allow it
    default Optional<Fulfilment> to(String code) {
        return allowed().contains(code) ? of(code) : Optional.empty();
    }

    /// The state of a FHIR code.
    ///
    /// @return empty for a code that a task here cannot have
    static Optional<Fulfilment> of(String code) {
        return switch (code) {
            case "requested" -> Optional.of(new Requested());
            case "accepted" -> Optional.of(new Accepted());
            case "in-progress" -> Optional.of(new InProgress());
            case "on-hold" -> Optional.of(new OnHold());
            case "completed" -> Optional.of(new Completed());
            case "rejected" -> Optional.of(new Rejected());
            case "cancelled" -> Optional.of(new Cancelled());
            default -> Optional.empty();
        };
    }

    /// The performer has not answered yet.
    record Requested() implements Fulfilment {
        @Override
        public String code() {
            return "requested";
        }

        @Override
        public List<String> allowed() {
            return List.of("accepted", "rejected", "in-progress", "completed", "cancelled");
        }
    }

    /// The performer will do it.
    record Accepted() implements Fulfilment {
        @Override
        public String code() {
            return "accepted";
        }

        @Override
        public List<String> allowed() {
            return List.of("rejected", "in-progress", "completed", "cancelled");
        }
    }

    /// Something is there: a sample, images.
    record InProgress() implements Fulfilment {
        @Override
        public String code() {
            return "in-progress";
        }

        @Override
        public List<String> allowed() {
            return List.of("completed", "cancelled");
        }
    }

    /// The request is on hold.
    record OnHold() implements Fulfilment {
        @Override
        public String code() {
            return "on-hold";
        }

        @Override
        public List<String> allowed() {
            return List.of("rejected", "completed", "cancelled");
        }
    }

    /// Done.
    record Completed() implements Fulfilment {
        @Override
        public String code() {
            return "completed";
        }

        @Override
        public List<String> allowed() {
            return List.of();
        }
    }

    /// The performer will not do it.
    record Rejected() implements Fulfilment {
        @Override
        public String code() {
            return "rejected";
        }

        @Override
        public List<String> allowed() {
            return List.of();
        }
    }

    /// The request was cancelled.
    record Cancelled() implements Fulfilment {
        @Override
        public String code() {
            return "cancelled";
        }

        @Override
        public List<String> allowed() {
            return List.of();
        }
    }
}
