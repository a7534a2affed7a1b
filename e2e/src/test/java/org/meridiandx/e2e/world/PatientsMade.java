package org.meridiandx.e2e.world;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.persona.Persona;
import org.meridiandx.dev.region.Service;

/// Makes patients with all that decisions go by: by ADT from two organisations or by FHIR, with a
/// registered practice, an admission, restrictions, consents, opt-outs, emergencies, and people who
/// act for them.
public final class PatientsMade {

    public static final String ODS = "https://fhir.nhs.uk/Id/ods-organization-code";
    public static final String NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number";
    /// Of restricted patients nobody sees it.
    public static final String POSTCODE = "ZE1 0QQ";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
    private static final List<String> DENIED_TYPES = List.of("", "DiagnosticReport", "Patient", "ServiceRequest");
    private static final List<String> ACTORS = List.of("", "RX901", "Y90001", "RX902");

    private final Region region;

    public PatientsMade(Region region) {
        this.region = region;
    }

    /// How old: every eighth is seven, every eighth thirteen.
    public static String birthDate(int number) {
        var years = switch (number % 8) {
            case 7 -> 7;
            case 6 -> 13;
            default -> 20 + number * 2;
        };
        return LocalDate.now().minusYears(years).minusDays(40).toString();
    }

    public void make(WorldPatient patient) throws IOException, InterruptedException {
        int number = patient.number();
        var practice = practice(number);
        switch (number % 3) {
            case 0 -> tell(patient, "RX901", "A28", practice);
            case 1 -> tell(patient, "Y90001", "A28", practice);
            default -> post(patient, practice);
        }
        practice.ifPresent(code -> patient.holds("registered-practice", code));
        patient.id(region.idOf(patient));
        if (number % 4 == 1) {
            tell(patient, "RX901", "A01", practice);
            patient.holds("admission", "RX901");
        }
        if (number % 6 == 4) {
            tell(patient, "RX903", "A04", practice);
            patient.holds("admission", "RX903");
        }
        if (number % 8 == 3) {
            // Admitted in error.
            tell(patient, "RX902", "A01", practice);
            tell(patient, "RX902", "A11", practice);
        }
    }

    private static Optional<String> practice(int number) {
        if (number % 2 == 0) {
            return Optional.of("Y90001");
        }
        return number % 5 == 1 ? Optional.of("Y90099") : Optional.empty();
    }

    private void tell(WorldPatient patient, String sender, String trigger, Optional<String> practice)
            throws IOException {
        var now = LocalDateTime.now().format(TIME);
        var message = String.join(
                "\r",
                "MSH|^~\\&|PAS|%s|MERIDIAN|NORTH|%s||ADT^%s|%s|P|2.5.1"
                        .formatted(
                                sender,
                                now,
                                trigger,
                                "W" + UUID.randomUUID().toString().substring(0, 18)),
                "EVN|%s|%s".formatted(trigger, now),
                "PID|1||%s%s^^^%s^MR~%s^^^NHS^NH||%s^Alex||%s|F|||1 Low Road^^Wexbridge^^%s^GBR^H"
                        .formatted(
                                sender,
                                patient.nhsNumber(),
                                sender,
                                patient.nhsNumber(),
                                patient.family(),
                                patient.birthDate().replace("-", ""),
                                POSTCODE),
                "PD1|||" + practice.map("PRACTICE^^%s^^^ODS"::formatted).orElse(""),
                "PV1|1|I|||||||||||||||||V" + patient.nhsNumber() + sender,
                "");
        region.tell(Service.IDENTITY, message);
        patient.toldBy(sender);
    }

    private void post(WorldPatient patient, Optional<String> practice) throws IOException, InterruptedException {
        var json = JsonNodeFactory.instance.objectNode().put("resourceType", "Patient");
        label(patient.number()).ifPresent(code -> {
            json.withArray("/meta/security")
                    .addObject()
                    .put("system", "http://terminology.hl7.org/CodeSystem/v3-Confidentiality")
                    .put("code", code);
            patient.label(code);
        });
        json.withArray("/identifier").addObject().put("system", NHS_NUMBER).put("value", patient.nhsNumber());
        json.withArray("/name")
                .addObject()
                .put("family", patient.family())
                .withArray("/given")
                .add("Alex");
        json.put("birthDate", patient.birthDate()).put("gender", "female");
        json.withArray("/address").addObject().put("city", "Wexbridge").put("postalCode", POSTCODE);
        practice.ifPresent(code -> json.withArray("/generalPractitioner")
                .addObject()
                .withObject("/identifier")
                .put("system", ODS)
                .put("value", code));
        region.created(Persona.LOADER, Call.post("/fhir/R4/Patient", json.toString()));
        patient.toldBy("RX901");
    }

    private static Optional<String> label(int number) {
        return switch (number % 12) {
            case 2, 8 -> Optional.of("R");
            case 5 -> Optional.of("V");
            default -> Optional.empty();
        };
    }

    /// What patients said about who may see what, as records of their own.
    public List<WorldRecord> consents(WorldPatient patient) throws IOException, InterruptedException {
        var made = new ArrayList<WorldRecord>();
        int number = patient.number();
        if (number % 3 == 1) {
            var rule = new WorldPatient.Rule(
                    number % 2 == 1, ACTORS.get(number / 3 % ACTORS.size()), DENIED_TYPES.get(number / 2 % 4));
            made.add(consent(patient, "OPTIN", Optional.of(rule)));
            patient.said(rule);
        }
        if (number % 9 == 4) {
            var rule = new WorldPatient.Rule(number % 2 == 0, "RX901", "Observation");
            made.add(consent(patient, "OPTIN", Optional.of(rule)));
            patient.said(rule);
        }
        if (number % 4 == 2) {
            made.add(consent(patient, "OPTOUT", Optional.empty()));
            patient.optOut();
        }
        return made;
    }

    private WorldRecord consent(WorldPatient patient, String policy, Optional<WorldPatient.Rule> rule)
            throws IOException, InterruptedException {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "Consent")
                .put("status", "active");
        json.withArray("/scope/coding").addObject().put("code", "patient-privacy");
        json.withArray("/category").addObject().withArray("/coding").addObject().put("code", "sharing");
        json.withObject("/patient").put("reference", "Patient/" + patient.id());
        json.withArray("/policyRule/coding")
                .addObject()
                .put("system", "http://terminology.hl7.org/CodeSystem/v3-ActCode")
                .put("code", policy);
        rule.ifPresent(said -> {
            var provision = json.withObject("/provision").put("type", said.isDeny() ? "deny" : "permit");
            if (!said.organisation().isEmpty()) {
                var actor = provision.withArray("/actor").addObject();
                actor.withArray("/role/coding").addObject().put("code", "IRCP");
                actor.withObject("/reference/identifier").put("system", ODS).put("value", said.organisation());
            }
            if (!said.type().isEmpty()) {
                provision.withArray("/class").addObject().put("code", said.type());
            }
        });
        var stored = region.created(Persona.LOADER, Call.post("/fhir/R4/Consent", json.toString()));
        return new WorldRecord(
                "Consent", stored.path("id").asText(), patient, Set.of("RX901"), Set.of(), WorldRecord.Names.NONE);
    }

    /// Opened in an emergency by one person, who belongs to none of those who treat the patient.
    public void openInEmergency(WorldPatient patient) throws IOException, InterruptedException {
        region.done(Persona.STRANGER, Call.post("/fhir/R4/Patient/" + patient.id() + "/$break-glass", """
                        {"resourceType":"Parameters","parameter":[{"name":"reason",
                         "valueString":"Found unconscious at the roadside"}]}"""));
        patient.holds(new WorldPatient.Held(
                "break-glass", "Y90099", Persona.STRANGER.fhirUser().orElseThrow()));
    }

    /// Somebody acts for a patient.
    ///
    /// @param holds whether that counts at the patient's age
    public void actFor(WorldPatient patient, WorldPatient proxy, String kind, boolean holds)
            throws IOException, InterruptedException {
        region.done(Persona.LOADER, Call.post("/fhir/R4/Patient/$proxies", """
                        {"resourceType":"Parameters","parameter":[
                         {"name":"patient","valueReference":{"reference":"Patient/%s"}},
                         {"name":"proxy","valueIdentifier":{"system":"%s","value":"%s"}},
                         {"name":"kind","valueCode":"%s"},
                         {"name":"period","valuePeriod":{"start":"%s"}}]}""".formatted(
                        patient.id(),
                        NHS_NUMBER,
                        proxy.nhsNumber(),
                        kind,
                        LocalDate.now().minusDays(2))));
        if (holds) {
            patient.holds(new WorldPatient.Held("proxy", "", "Patient/" + proxy.id()));
        }
    }
}
