package org.meridiandx.identity.adt;

import java.util.List;
import org.hl7.fhir.r4.model.Identifier;
import org.meridiandx.feeds.PidIdentifier;
import org.meridiandx.feeds.Sender;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.hl7v2.Hl7Segment;

/// The numbers of a PID → Patient.identifier; [PidIdentifier] names them.
final class IdentifierMapper {
    private final Sender sender;

    IdentifierMapper(Sender sender) {
        this.sender = sender;
    }

    List<Identifier> map(Hl7Segment pid) {
        return identifiersOf(PidIdentifier.of(pid, sender));
    }

    static List<Identifier> identifiersOf(List<PidIdentifier> numbers) {
        return numbers.stream().map(IdentifierMapper::identifierOf).toList();
    }

    /// Adds what is new; identifiers that the message does not repeat stay: other organisations
    /// gave them.
    static void add(List<Identifier> known, List<Identifier> fresh) {
        for (var identifier : fresh) {
            if (known.stream().noneMatch(other -> isSame(other, identifier))) {
                known.add(identifier);
            }
        }
    }

    private static Identifier identifierOf(PidIdentifier number) {
        return switch (number.kind()) {
            case NHS_NUMBER -> new Identifier().setSystem(number.system()).setValue(number.value());
            case WRONG_NHS_NUMBER -> wrong(number);
            case RECORD_NUMBER -> local(number, IdentifierSystems.TYPE_MRN);
            case OTHER -> local(number, number.type().isEmpty() ? "U" : number.type());
        };
    }

    /// A wrong number is kept as it was sent, but not as an NHS number: nobody is found by it.
    private static Identifier wrong(PidIdentifier number) {
        var identifier = new Identifier().setValue(number.value());
        identifier.getType().setText("NHS number as sent, check digit wrong");
        return identifier;
    }

    private static Identifier local(PidIdentifier number, String type) {
        var identifier = new Identifier().setSystem(number.system()).setValue(number.value());
        identifier
                .getType()
                .addCoding()
                .setSystem(IdentifierSystems.IDENTIFIER_TYPE)
                .setCode(type);
        if (!number.authority().isEmpty()) {
            identifier.getAssigner().setDisplay(number.authority());
        }
        return identifier;
    }

    private static boolean isSame(Identifier one, Identifier other) {
        return String.valueOf(one.getSystem()).equals(String.valueOf(other.getSystem()))
                && String.valueOf(one.getValue()).equals(String.valueOf(other.getValue()));
    }
}
