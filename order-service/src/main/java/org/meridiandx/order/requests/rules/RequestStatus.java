package org.meridiandx.order.requests.rules;

import java.util.List;
import java.util.Optional;

/// Where a request stands. A step exists only on the state that allows it.
///
/// ```
/// draft ──activate──> active ──complete──> completed
///   │                 │    ▲ │                 │
///   │              hold    release             │
///   │                 ▼    │                   │
///   │                on-hold ──complete──>─────┤
///   └──── revoke ─────┴──────> revoked ────────┴──withdraw──> entered-in-error
/// ```
/// A held request completes all the same when its report comes: the fact is stronger than the plan.
/// **Source:** FHIR R4 request-status and its state machine.
public sealed interface RequestStatus {
    /// The FHIR code.
    String code();

    /// The codes that a step leads to from here.
    List<String> allowed();

    /// Whether work on it may still be done.
    default boolean isOpen() {
        return switch (this) {
            case Draft ignored -> true;
            case Active ignored -> true;
            case OnHold ignored -> true;
            case Revoked ignored -> false;
            case Completed ignored -> false;
            case EnteredInError ignored -> false;
        };
    }

    /// The step to another state, for edges that are given a code.
    ///
    /// @return empty when this state does not allow it
    default Optional<RequestStatus> to(String code) {
        return allowed().contains(code) ? of(code) : Optional.empty();
    }

    /// The state of a FHIR code.
    ///
    /// @return empty for a code that a request cannot have
    static Optional<RequestStatus> of(String code) {
        return switch (code) {
            case "draft" -> Optional.of(new Draft());
            case "active" -> Optional.of(new Active());
            case "on-hold" -> Optional.of(new OnHold());
            case "revoked" -> Optional.of(new Revoked());
            case "completed" -> Optional.of(new Completed());
            case "entered-in-error" -> Optional.of(new EnteredInError());
            default -> Optional.empty();
        };
    }

    /// Written, not sent yet.
    record Draft() implements RequestStatus {
        @Override
        public String code() {
            return "draft";
        }

        @Override
        public List<String> allowed() {
            return List.of("active", "revoked", "entered-in-error");
        }
    }

    /// Sent, and to be worked on.
    record Active() implements RequestStatus {
        @Override
        public String code() {
            return "active";
        }

        @Override
        public List<String> allowed() {
            return List.of("on-hold", "revoked", "completed", "entered-in-error");
        }
    }

    /// To be left alone for now.
    record OnHold() implements RequestStatus {
        @Override
        public String code() {
            return "on-hold";
        }

        @Override
        public List<String> allowed() {
            return List.of("active", "revoked", "completed", "entered-in-error");
        }
    }

    /// Cancelled; nothing is to be done any more.
    record Revoked() implements RequestStatus {
        @Override
        public String code() {
            return "revoked";
        }

        @Override
        public List<String> allowed() {
            return List.of("entered-in-error");
        }
    }

    /// Its final report is there.
    record Completed() implements RequestStatus {
        @Override
        public String code() {
            return "completed";
        }

        @Override
        public List<String> allowed() {
            return List.of("entered-in-error");
        }
    }

    /// It should never have been; for ever.
    record EnteredInError() implements RequestStatus {
        @Override
        public String code() {
            return "entered-in-error";
        }

        @Override
        public List<String> allowed() {
            return List.of();
        }
    }
}
