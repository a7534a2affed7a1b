package org.meridiandx.order.records;

import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.OdsCode;

/// Which organisation a reference means, and how one is referred to.
public final class Organisations {
    private Organisations() {}

    /// A logical reference by ODS code: it needs no Organization resource to be true.
    public static Reference reference(String ods) {
        return new Reference()
                .setType("Organization")
                .setIdentifier(new Identifier()
                        .setSystem(IdentifierSystems.ODS_ORGANISATION)
                        .setValue(ods));
    }

    /// The ODS code that a reference gives: by identifier, as `Organization/[ODS code]`, or through
    /// a contained Organization or PractitionerRole.
    ///
    /// @return empty where it gives none
    public static String odsOf(Reference reference, DomainResource holder) {
        var identifier = odsOf(reference.getIdentifier());
        if (!identifier.isEmpty()) {
            return identifier;
        }
        var target = reference.hasReference() ? reference.getReference() : "";
        if (target.startsWith("#")) {
            return holder.getContained().stream()
                    .filter(contained -> target.substring(1).equals(idOf(contained)))
                    .findFirst()
                    .map(contained -> odsOf(contained, holder))
                    .orElse("");
        }
        if (target.contains("Organization/")) {
            return OdsCode.parse(reference.getReferenceElement().getIdPart())
                    .map(OdsCode::value)
                    .orElse("");
        }
        return "";
    }

    private static String odsOf(Resource contained, DomainResource holder) {
        return switch (contained) {
            case PractitionerRole role -> organisationOf(role, holder);
            case Organization organisation ->
                organisation.getIdentifier().stream()
                        .map(Organisations::odsOf)
                        .filter(ods -> !ods.isEmpty())
                        .findFirst()
                        .orElse("");
            default -> "";
        };
    }

    /// One step only: a contained role may name a contained organisation, and no further.
    private static String organisationOf(PractitionerRole role, DomainResource holder) {
        var target = role.getOrganization().getReference();
        var isRole = target != null
                && holder.getContained().stream()
                        .anyMatch(other -> other instanceof PractitionerRole && ("#" + idOf(other)).equals(target));
        return isRole ? "" : odsOf(role.getOrganization(), holder);
    }

    private static String idOf(Resource contained) {
        var id = contained.getIdElement().getIdPart();
        return id == null ? "" : id.replace("#", "");
    }

    private static String odsOf(Identifier identifier) {
        var system = identifier.hasSystem() ? identifier.getSystem() : "";
        var isOds = system.equals(IdentifierSystems.ODS_ORGANISATION) || system.equals(IdentifierSystems.ODS_SITE);
        return isOds && identifier.hasValue()
                ? OdsCode.parse(identifier.getValue()).map(OdsCode::value).orElse("")
                : "";
    }
}
