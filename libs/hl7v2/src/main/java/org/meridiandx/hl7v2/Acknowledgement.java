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

    /// What an answer of a type of its own says; empty for an `ACK`.
    default Optional<Content> content() {
        return Optional.empty();
    }

    /// `AA`: taken, durable. Problems are warnings.
    record Accepted(List<AckProblem> problems, Optional<Content> content) implements Acknowledgement {
        /// Copies the list.
        public Accepted {
            problems = List.copyOf(problems);
        }

        /// An `ACK`.
        public Accepted(List<AckProblem> problems) {
            this(problems, Optional.empty());
        }
    }

    /// `AE`: the content is wrong. Sending the same again cannot work; somebody must correct it.
    record Error(List<AckProblem> problems, Optional<Content> content) implements Acknowledgement {
        /// Copies the list.
        public Error {
            problems = List.copyOf(problems);
        }

        /// An `ACK`.
        public Error(List<AckProblem> problems) {
            this(problems, Optional.empty());
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

    /// The type of an answer that is more than an `ACK`, such as `ORR^O02`, and what follows MSA and ERR in it.
    ///
    /// @param messageCode MSH-9.1
    /// @param triggerEvent MSH-9.2
    /// @param structure MSH-9.3
    /// @param segments each with the separators of the message that is answered, without its end
    record Content(String messageCode, String triggerEvent, String structure, List<String> segments) {
        /// Copies the list.
        public Content {
            segments = List.copyOf(segments);
        }

        @Override
        public String toString() {
            return "Content[" + structure + "]";
        }
    }

    /// The same answer as a message of a type of its own. An accept acknowledgement (`CA`, `CE`, `CR`) stays an
    /// `ACK`, and so does a reject.
    default Acknowledgement with(Content content) {
        return switch (this) {
            case Accepted accepted -> new Accepted(accepted.problems(), Optional.of(content));
            case Error error -> new Error(error.problems(), Optional.of(content));
            case Reject reject -> reject;
        };
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
                .map(code -> new AckEncoder(inbound, at, controlId)
                        .encode(code, problems(), content().filter(ignored -> code.startsWith("A"))));
    }
}
