package org.meridiandx.identity.patients.proxies;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.NhsNumber;
import org.meridiandx.identity.patients.PatientRoles;
import org.meridiandx.identity.relationships.rules.ProxyRule;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// `GET /fhir/R4/Patient/$proxies?patient=` and `POST /fhir/R4/Patient/$proxies`, for those who
/// administer patients.
@Path("/fhir/R4/Patient/$proxies")
public class ProxyResource {
    private final ProxyService proxies;
    private final Access access;
    private final CurrentCaller caller;

    ProxyResource(ProxyService proxies, Access access, CurrentCaller caller) {
        this.proxies = proxies;
        this.access = access;
        this.caller = caller;
    }

    @GET
    public Uni<Response> list(@QueryParam("patient") @DefaultValue("") String patientId) {
        requireAdministrator(Action.READ);
        var id = patientId.startsWith("Patient/") ? patientId.substring("Patient/".length()) : patientId;
        if (id.isEmpty()) {
            throw missing("patient", "Name the patient: ?patient=Patient/id.");
        }
        return proxies.of(caller.get(), id).map(found -> {
            var answer = new Parameters();
            found.forEach(proxy -> add(answer, proxy));
            return FhirResponses.ok(FhirJson.encode(answer));
        });
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> enter(byte[] body) {
        requireAdministrator(Action.UPDATE);
        var proxy = proxyOf(FhirJson.parse(body, Parameters.class));
        return proxies.enter(caller.get(), proxy).map(entered -> {
            if (!entered) {
                return FhirResponses.refused(
                        ProblemCode.UNKNOWN_PATIENT, "There is no Patient with the id that was named.", "patient");
            }
            var answer = new Parameters();
            add(answer, proxy);
            return FhirResponses.ok(FhirJson.encode(answer));
        });
    }

    private void requireAdministrator(Action action) {
        access.requireScope(caller.get(), action, "Patient");
        PatientRoles.requireAdministrator(caller.get());
    }

    private static Proxy proxyOf(Parameters asked) {
        if (!(asked.getParameterValue("patient") instanceof Reference patient)
                || !patient.getReferenceElement().hasIdPart()) {
            throw missing("patient", "Send patient as a Reference (Patient/id).");
        }
        if (!(asked.getParameterValue("proxy") instanceof Identifier proxy)
                || !IdentifierSystems.NHS_NUMBER.equals(proxy.getSystem())
                || !proxy.hasValue()) {
            throw missing("proxy", "Send proxy as an Identifier with the person's NHS number.");
        }
        var kind = kindOf(asked);
        if (!(asked.getParameterValue("period") instanceof Period period)
                || dayOf(period.getStartElement()).isEmpty()) {
            throw missing("period", "Send period with the day from which on it holds.");
        }
        var from = dayOf(period.getStartElement()).get();
        var until = dayOf(period.getEndElement());
        if (until.filter(end -> end.isBefore(from)).isPresent()) {
            throw ProblemException.of(ProblemCode.INVALID_VALUE, "period ends before it starts.", "period");
        }
        return new Proxy(patient.getReferenceElement().getIdPart(), new NhsNumber(proxy.getValue()), kind, from, until);
    }

    private static ProxyRule.Kind kindOf(Parameters asked) {
        var code = asked.hasParameterValue("kind")
                ? String.valueOf(asked.getParameterValue("kind").primitiveValue())
                : "";
        return ProxyRule.Kind.of(code)
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.INVALID_VALUE,
                        "kind is one of "
                                + Arrays.stream(ProxyRule.Kind.values())
                                        .map(ProxyRule.Kind::code)
                                        .collect(Collectors.joining(", "))
                                + ".",
                        "kind"));
    }

    private static Optional<LocalDate> dayOf(DateTimeType time) {
        var text = time.getValueAsString();
        return text != null && text.length() >= 10
                ? Optional.of(LocalDate.parse(text.substring(0, 10)))
                : Optional.empty();
    }

    private static void add(Parameters answer, Proxy proxy) {
        var told = answer.addParameter().setName("proxy");
        told.addPart().setName("patient").setValue(new Reference("Patient/" + proxy.patientId()));
        told.addPart()
                .setName("person")
                .setValue(new Identifier()
                        .setSystem(IdentifierSystems.NHS_NUMBER)
                        .setValue(proxy.number().value()));
        told.addPart().setName("kind").setValue(new CodeType(proxy.kind().code()));
        var period = new Period();
        period.setStartElement(new DateTimeType(proxy.from().toString()));
        proxy.until().ifPresent(end -> period.setEndElement(new DateTimeType(end.toString())));
        told.addPart().setName("period").setValue(period);
    }

    private static ProblemException missing(String place, String hint) {
        return ProblemException.of(ProblemCode.MISSING_VALUE, hint, place);
    }
}
