package org.meridiandx.order.justification;

import java.util.Optional;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.order.records.Organisations;

/// The person who refers. An organisation is none.
///
/// **Source** IR(ME)R 2017, regulation 2 (referrer) and schedule 2(1)(b).
///
/// @param name or what else tells who it is; may be empty where the registration is not
/// @param registration a number of theirs, or the sign-in that knows it; empty where none is told
record Referrer(String name, String registration) {
    private static final String PRACTITIONER = "Practitioner";

    /// The person that the request names, else the member of staff who sends it.
    static Optional<Referrer> of(ServiceRequest request, Caller caller) {
        return ofReference(request.getRequester(), request)
                .or(() -> Optional.of(caller)
                        .filter(who -> isRequesters(who, request))
                        .flatMap(Referrer::signedIn));
    }

    /// Who amends it for its performer refers nobody.
    private static boolean isRequesters(Caller caller, ServiceRequest request) {
        return caller.organisation().equals(Organisations.odsOf(request.getRequester(), request));
    }

    private static Optional<Referrer> signedIn(Caller caller) {
        return caller.user().filter(user -> user.startsWith(PRACTITIONER)).map(user -> {
            var name = caller.signedIn().name();
            return new Referrer(name.isEmpty() ? user : name, user);
        });
    }

    /// A reference to a person: contained, of this region, by number, or as a role.
    static Optional<Referrer> ofReference(Reference reference, DomainResource holder) {
        var target = reference.hasReference() ? reference.getReference() : "";
        if (target.startsWith("#")) {
            return holder.getContained().stream()
                    .filter(contained -> target.equals("#" + idOf(contained)))
                    .findFirst()
                    .flatMap(contained -> ofContained(contained, holder));
        }
        var number = numberOf(reference.getIdentifier());
        var isPerson = target.contains(PRACTITIONER)
                || reference.hasType() && reference.getType().startsWith(PRACTITIONER);
        return isPerson
                ? told(reference.hasDisplay() ? reference.getDisplay() : target, number.isEmpty() ? target : number)
                : Optional.empty();
    }

    private static Optional<Referrer> ofContained(Resource contained, DomainResource holder) {
        return switch (contained) {
            case Practitioner person -> ofPerson(person);
            case PractitionerRole role -> ofRole(role, holder);
            default -> Optional.empty();
        };
    }

    private static Optional<Referrer> ofPerson(Practitioner person) {
        return told(
                textOf(person.getNameFirstRep()),
                person.getIdentifier().stream()
                        .map(Referrer::numberOf)
                        .filter(number -> !number.isEmpty())
                        .findFirst()
                        .orElse(""));
    }

    /// One step only: a role names its person, and that one nobody else.
    private static Optional<Referrer> ofRole(PractitionerRole role, DomainResource holder) {
        var practitioner = role.getPractitioner();
        var target = practitioner.hasReference() ? practitioner.getReference() : "";
        if (target.startsWith("#")) {
            return holder.getContained().stream()
                    .filter(contained -> contained instanceof Practitioner && target.equals("#" + idOf(contained)))
                    .findFirst()
                    .flatMap(person -> ofPerson((Practitioner) person));
        }
        var number = numberOf(practitioner.getIdentifier());
        return told(practitioner.hasDisplay() ? practitioner.getDisplay() : target, number.isEmpty() ? target : number);
    }

    private static Optional<Referrer> told(String name, String registration) {
        return name.isBlank() && registration.isBlank()
                ? Optional.empty()
                : Optional.of(new Referrer(name.isBlank() ? registration : name, registration));
    }

    /// An organisation's code is no number of a person's.
    private static String numberOf(Identifier identifier) {
        var system = identifier.hasSystem() ? identifier.getSystem() : "";
        var isOrganisation =
                system.equals(IdentifierSystems.ODS_ORGANISATION) || system.equals(IdentifierSystems.ODS_SITE);
        return identifier.hasValue() && !isOrganisation ? identifier.getValue().strip() : "";
    }

    private static String textOf(HumanName name) {
        return name.hasText() ? name.getText() : name.getNameAsSingleString().strip();
    }

    private static String idOf(Resource contained) {
        var id = contained.getIdElement().getIdPart();
        return id == null ? "" : id.replace("#", "");
    }

    @Override
    public String toString() {
        return "Referrer[redacted]";
    }
}
