package org.meridiandx.hl7v2;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a handler says to a message. Say [Accepted] only after commit.
///
/// **Source**: HL7 v2.5.1 chapter 2, sections 2.9.2 (original mode) and 2.9.3 (enhanced mode), table 0008.
public sealed interface Acknowledgement {

    /// What the sender is told besides the code.
    List<AckProblem> problems();

    /// `AA`: taken, durable. Problems are warnings.
    record Accepted(List<AckProblem> problems) implements Acknowledgement {
        /// Copies the list.
        public Accepted {
            problems = List.copyOf(problems);
        }
    }

    /// `AE`: the content is wrong. Sending the same again cannot work; somebody must correct it.
    record Error(List<AckProblem> problems) implements Acknowledgement {
        /// Copies the list.
        public Error {
            problems = List.copyOf(problems);
        }
    }

    /// `AR`: not for here (type, version, processing id, size), or not now (a fault on this side:
    /// send again later).
    record Reject(List<AckProblem> problems) implements Acknowledgement {
        /// Copies the list.
        public Reject {
            problems = List.copyOf(problems);
        }
    }

    /// Taken, nothing to add.
    static Acknowledgement accepted() {
        return new Accepted(List.of());
    }

    /// Taken, with warnings.
    static Acknowledgement accepted(List<AckProblem> warnings) {
        return new Accepted(warnings);
    }

    /// Content error.
    static Acknowledgement error(AckProblem... problems) {
        return new Error(List.of(problems));
    }

    /// Not for here.
    static Acknowledgement reject(AckProblem... problems) {
        return new Reject(List.of(problems));
    }

    /// A fault on this side; the sender keeps the message and sends it again.
    static Acknowledgement tryLater() {
        return reject(AckProblem.error(
                AckProblem.Location.MESSAGE,
                Hl7Error.INTERNAL,
                "The message was not accepted because of a fault on the receiving side. Send it again later."));
    }

    /// `AA`, `AE` or `AR`.
    default String code() {
        return switch (this) {
            case Accepted ignored -> "AA";
            case Error ignored -> "AE";
            case Reject ignored -> "AR";
        };
    }

    /// The answer as bytes without a frame, in the character set, with the separators and in the form of the
    /// version of the message that it answers. Nothing where MSH-15 and MSH-16 say that the sender wants no answer
    /// to this outcome; the table is in the README.
    ///
    /// @param inbound the message to answer; one that is not readable is answered too
    /// @param at MSH-7 of the answer
    /// @param controlId MSH-10 of the answer, at most 20 characters
    default Optional<byte[]> encode(ReceivedMessage inbound, Instant at, String controlId) {
        return AckEncoder.answerCode(this, inbound.header())
                .map(code -> new AckEncoder(inbound, at, controlId).encode(code, problems()));
    }
}
