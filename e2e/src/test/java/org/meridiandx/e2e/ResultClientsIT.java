package org.meridiandx.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.SearchStyleEnum;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.interceptor.BearerTokenAuthInterceptor;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Specimen;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.meridiandx.dev.persona.Persona;

/// Clients that partners' developers use read and search results through the gateway, as those developers would.
class ResultClientsIT {
    private static final FhirContext R4 = FhirContext.forR4();
    private static final int TIMEOUT_MILLIS = 60_000;

    private static FiledResults filed;

    private final SharedRegion region = SharedRegion.get();

    @BeforeAll
    static void file() throws Exception {
        filed = FiledResults.of(SharedRegion.get().partner(), "9990007101");
    }

    @Test
    void shouldServeTheHapiClient() throws Exception {
        // Given
        var client = client(Persona.GP);

        // When
        var report = client.read()
                .resource(DiagnosticReport.class)
                .withId(filed.report())
                .execute();
        var versions = client.history()
                .onInstance(new IdType("DiagnosticReport", filed.report()))
                .returnBundle(Bundle.class)
                .execute();
        var first = client.read()
                .resource(DiagnosticReport.class)
                .withIdAndVersion(filed.report(), "1")
                .execute();
        var specimen = client.read()
                .resource(Specimen.class)
                .withId(report.getSpecimenFirstRep().getReferenceElement().getIdPart())
                .execute();

        // Then
        assertThat(report.getStatus()).isEqualTo(DiagnosticReport.DiagnosticReportStatus.AMENDED);
        assertThat(report.getResult()).hasSize(FiledResults.POTASSIUM.size());
        assertThat(versions.getEntry()).hasSize(2);
        assertThat(first.getStatus()).isEqualTo(DiagnosticReport.DiagnosticReportStatus.FINAL);
        assertThat(specimen.getType().getText()).isEqualTo("Blood");
    }

    @Test
    void shouldLetTheHapiClientSearch() throws Exception {
        // Given
        var client = client(Persona.GP);

        // When
        var reports = client.search()
                .forResource(DiagnosticReport.class)
                .where(DiagnosticReport.PATIENT.hasId(filed.patient()))
                .include(DiagnosticReport.INCLUDE_RESULT)
                .include(DiagnosticReport.INCLUDE_SPECIMEN)
                .returnBundle(Bundle.class)
                .execute();
        var lines = client.search()
                .forResource(Observation.class)
                .where(Observation.PATIENT.hasId(filed.patient()))
                .and(Observation.CODE.exactly().systemAndCode("http://loinc.org", "2823-3"))
                .count(2)
                .usingStyle(SearchStyleEnum.POST)
                .returnBundle(Bundle.class)
                .execute();

        // Then
        assertThat(types(reports)).containsExactlyInAnyOrder("DiagnosticReport", "Observation", "Specimen");
        assertThat(reports.getEntry()).hasSize(2 + FiledResults.POTASSIUM.size());
        assertThat(lines.getEntry()).hasSize(2);
        assertThat(idsOfAllPages(client, lines))
                .hasSize(FiledResults.POTASSIUM.size())
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldLetTheHapiClientCallOperations() throws Exception {
        // Given
        var client = client(Persona.GP);

        // When
        var last = client.operation()
                .onType(Observation.class)
                .named("$lastn")
                .withParameter(Parameters.class, "patient", new StringType(filed.patient()))
                .useHttpGet()
                .returnResourceType(Bundle.class)
                .execute();
        var everything = client.operation()
                .onInstance(new IdType("Patient", filed.patient()))
                .named("$everything")
                .withParameter(Parameters.class, "_count", new StringType("3"))
                .useHttpGet()
                .returnResourceType(Bundle.class)
                .execute();

        // Then
        assertThat(last.getEntry())
                .singleElement()
                .satisfies(entry -> assertThat(((Observation) entry.getResource())
                                .getValueQuantity()
                                .getValue())
                        .isEqualByComparingTo(FiledResults.POTASSIUM.getLast()));
        assertThat(idsOfAllPages(client, everything)).hasSize(2 + FiledResults.POTASSIUM.size());
    }

    @Test
    void shouldRefuseTheHapiClientInWordsItUnderstands() throws Exception {
        // Given
        var unknown = client(Persona.GP)
                .search()
                .byUrl("Observation?patient=" + filed.patient() + "&colour=red")
                .returnBundle(Bundle.class);
        var hidden =
                client(Persona.STRANGER).read().resource(DiagnosticReport.class).withId(filed.report());

        // Then
        assertThatThrownBy(unknown::execute)
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        refused -> assertThat(refused.getMessage()).contains("colour"));
        assertThatThrownBy(hidden::execute).isInstanceOf(ForbiddenOperationException.class);
    }

    @Test
    void shouldServeFhirKitClient() throws Exception {
        // Given
        var script = PartnerScript.require(region);

        // When
        var seen = script.with("TOKEN", region.partner().token(Persona.GP))
                .with("STRANGER_TOKEN", region.partner().token(Persona.STRANGER))
                .with("PATIENT", filed.patient())
                .with("REPORT", filed.report())
                .run("results.mjs");

        // Then
        assertThat(seen.path("status").asText()).isEqualTo("amended");
        assertThat(seen.path("versions").toString()).isEqualTo("[\"amended\",\"final\"]");
        assertThat(seen.path("first").asText()).isEqualTo("final");
        assertThat(seen.path("included")).hasSize(2 + FiledResults.POTASSIUM.size());
        assertThat(seen.path("specimen").asText()).isEqualTo("Specimen");
        assertThat(seen.path("paged").toString()).isEqualTo("{\"found\":5,\"different\":5,\"pages\":3}");
        assertThat(seen.path("everything").toString()).isEqualTo("{\"found\":7,\"different\":7,\"pages\":3}");
        assertThat(seen.path("last").toString()).isEqualTo("[6.2]");
        assertThat(seen.path("unknownParameter").asInt()).isEqualTo(400);
        assertThat(seen.path("stranger").asInt()).isEqualTo(403);
    }

    private IGenericClient client(Persona persona) throws IOException, InterruptedException {
        R4.getRestfulClientFactory().setSocketTimeout(TIMEOUT_MILLIS);
        var client = R4.newRestfulGenericClient(region.partner().region().gatewayUrl() + "/fhir/R4");
        client.registerInterceptor(
                new BearerTokenAuthInterceptor(region.partner().token(persona)));
        return client;
    }

    private static List<String> idsOfAllPages(IGenericClient client, Bundle first) {
        var ids = new ArrayList<String>();
        var page = first;
        while (true) {
            page.getEntry()
                    .forEach(entry -> ids.add(entry.getResource().getIdElement().getIdPart()));
            if (page.getLink(Bundle.LINK_NEXT) == null) {
                return ids;
            }
            page = client.loadPage().next(page).execute();
        }
    }

    private static Set<String> types(Bundle bundle) {
        return bundle.getEntry().stream()
                .map(entry -> entry.getResource().fhirType())
                .collect(Collectors.toSet());
    }
}
