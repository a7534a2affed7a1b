package org.meridiandx.imaging.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.OrderRef;
import org.meridiandx.imaging.dicom.DicomTag;
import org.meridiandx.imaging.dicom.DicomUid;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;

/// ImagingStudy: each declared parameter finds what it should and nothing else.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class FhirSearchIT {
    IdentityStandIn identity;

    private final DicomUid study = Images.uid();
    private final String accession = "F" + UUID.randomUUID().toString().substring(0, 8);
    private final DicomWeb gp = DicomWeb.as("gp");
    private final String base = "/fhir/R4/ImagingStudy?identifier=" + study + "&";

    @BeforeEach
    void keepAStudyWithOrder() {
        identity.reset();
        identity.patients().add("pat-f", "9990000018", "1970-01-02");
        var order = OrderRef.newBuilder()
                .setOrderId("order-" + accession)
                .setAccessionNumber(accession)
                .setRequester("Y90001")
                .setPerformer("RX903");
        identity.orders().add(order.build(), "pat-f", "active");
        DicomWeb.as("pacs")
                .store(Images.file(Images.image(study, Images.uid()).text(DicomTag.ACCESSION_NUMBER, accession)));
    }

    @Test
    void shouldFindByEachDeclaredParameter() {
        var id = found("").getFirst();
        for (var parameter : List.of(
                "patient=pat-f",
                "patient=Patient/pat-f",
                "subject=Patient/pat-f",
                "patient:identifier=https://fhir.nhs.uk/Id/nhs-number%7C9990000018",
                "patient:identifier=9990000018",
                "identifier=" + accession,
                "identifier=urn:meridian:rx903:accession%7C" + accession,
                "identifier=urn:dicom:uid%7Curn:oid:" + study,
                "identifier=urn:dicom:uid%7C" + study,
                "modality=CT",
                "modality=MR,CT",
                "modality=http://dicom.nema.org/resources/ontology/DCM%7CCT",
                "basedon=order-" + accession,
                "basedon=ServiceRequest/order-" + accession,
                "started=2026-01-05",
                "started=2026-01",
                "started=ge2026-01-05&started=lt2026-01-06",
                "started=2026-01-05T10:15:00Z",
                "status=available",
                "_id=" + id,
                "_lastUpdated=ge2020-01-01",
                "_sort=-_lastUpdated",
                "_sort=_lastUpdated")) {
            assertThat(found(parameter)).as(parameter).containsExactly(id);
        }
    }

    @Test
    void shouldFindNothingElse() {
        for (var parameter : List.of(
                "patient=pat-g",
                "subject=Patient/pat-g",
                "patient:identifier=9990000026",
                "identifier=" + accession.toLowerCase(java.util.Locale.ROOT) + "x",
                "identifier=urn:meridian:rx901:accession%7C" + accession,
                "modality=MR",
                "modality=http://example.org%7CCT",
                "basedon=ServiceRequest/other",
                "started=2026-01-06",
                "started=gt2026-01-05",
                "started=lt2026-01-05",
                "status=cancelled",
                "_id=nothing",
                "_lastUpdated=lt2020-01-01")) {
            assertThat(found(parameter)).as(parameter).isEmpty();
        }
    }

    @Test
    void shouldRefuseWhatIsNotDeclared() {
        for (var parameter : List.of("series=1.2.3", "encounter=x", "_include=ImagingStudy:patient", "started=soon")) {
            assertThat(gp.get(base + parameter, "*/*").statusCode())
                    .as(parameter)
                    .isEqualTo(400);
        }
        assertThat(gp.post("/fhir/R4/ImagingStudy", "application/fhir+json", "{}".getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(405);
    }

    private List<String> found(String parameter) {
        var bundle = DicomWeb.json(gp.get(base + parameter, "application/fhir+json"));
        assertThat(bundle.at("/resourceType").asText()).as(parameter).isEqualTo("Bundle");
        return bundle.findValuesAsText("resource").isEmpty()
                ? List.of()
                : java.util.stream.StreamSupport.stream(bundle.at("/entry").spliterator(), false)
                        .map(entry -> entry.at("/resource/id").asText())
                        .toList();
    }
}
