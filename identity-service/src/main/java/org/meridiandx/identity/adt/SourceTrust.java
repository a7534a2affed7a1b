package org.meridiandx.identity.adt;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hl7.fhir.r4.model.Patient;
import org.meridiandx.feeds.Sender;
import org.meridiandx.identity.patients.values.TrustOrder.Kind;

/// What a sender is to a patient: the national service, an organisation that has registered them
/// itself, or another.
@ApplicationScoped
class SourceTrust {
    private final List<String> national;

    SourceTrust(@ConfigProperty(name = "meridian.patient.national-senders") Optional<List<String>> national) {
        this.national = List.copyOf(national.orElse(List.of()));
    }

    Kind kindOf(Sender sender, Patient patient) {
        if (national.contains(sender.facility())) {
            return Kind.NATIONAL;
        }
        var own = sender.system("", "mrn");
        return patient.getIdentifier().stream().anyMatch(identifier -> own.equals(identifier.getSystem()))
                ? Kind.OWN
                : Kind.OTHER;
    }
}
