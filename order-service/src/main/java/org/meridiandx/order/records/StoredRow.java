package org.meridiandx.order.records;

import io.vertx.core.buffer.Buffer;
import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.DomainResource;
import org.jspecify.annotations.Nullable;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.StoredResource;

/// What each row of a resource has: the FHIR JSON as it is served, its version, and whom it concerns.
/// Hibernate counts the version.
@MappedSuperclass
@SuppressWarnings("NullAway.Init")
public abstract class StoredRow {
    /// The columns of every row, in the order of [#columns].
    protected static final List<String> COLUMNS =
            List.of("id", "version", "last_updated", "patient_id", "nhs_number", "organisations", "content");

    @Id
    private String id;

    @Version
    private int version;

    @Column(name = "last_updated")
    private OffsetDateTime lastUpdated;

    @Column(name = "patient_id")
    private String patientId;

    @Column(name = "nhs_number")
    @Nullable
    private String nhsNumber;

    @Column(name = "organisations", columnDefinition = "text[]")
    private String[] organisations;

    private byte[] content;

    /// Makes this the first version of a resource that has its id.
    protected void begin(DomainResource resource) {
        id = resource.getIdElement().getIdPart();
        version = 1;
    }

    /// Takes over a resource, which has its version and time already.
    protected void keep(DomainResource resource) {
        lastUpdated = resource.getMeta().getLastUpdated().toInstant().atOffset(ZoneOffset.UTC);
        content = FhirJson.encode(resource);
    }

    /// Takes over whom the order concerns.
    protected void concern(RequestFacts order) {
        concern(order, order.organisations());
    }

    /// The same for several orders of one patient.
    ///
    /// @param named ODS codes of all that they name
    protected void concern(RequestFacts order, Collection<String> named) {
        patientId = order.patient().patientId();
        nhsNumber = nullable(order.patient().nhsNumber());
        organisations = named.toArray(String[]::new);
    }

    /// Lets it be known to these too.
    ///
    /// @param named ODS codes
    /// @return whether one of them is new
    protected boolean involve(Collection<String> named) {
        var all = new TreeSet<>(Arrays.asList(organisations));
        if (!all.addAll(named)) {
            return false;
        }
        organisations = all.toArray(String[]::new);
        return true;
    }

    /// What is in the columns of [#COLUMNS], as PostgreSQL's client takes it.
    protected List<@Nullable Object> columns() {
        var values = new ArrayList<@Nullable Object>();
        Collections.addAll(
                values, id, version, lastUpdated, patientId, nhsNumber, organisations, Buffer.buffer(content));
        return values;
    }

    public String id() {
        return id;
    }

    public int version() {
        return version;
    }

    /// Patient.id; empty while unknown.
    public String patientId() {
        return patientId;
    }

    /// ODS codes of those whom the order names.
    public Set<String> organisations() {
        return Set.of(organisations);
    }

    /// Reads the resource as it is stored.
    protected <T extends DomainResource> T resource(Class<T> type) {
        return FhirJson.read(content, type);
    }

    /// The row as it is served.
    public StoredResource toStoredResource() {
        return new StoredResource(id, version, lastUpdated.toInstant(), patientId, organisations(), content);
    }

    /// The column of a text that may be absent.
    protected static @Nullable String nullable(String text) {
        return text.isEmpty() ? null : text;
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "[id=" + id + ", version=" + version + "]";
    }
}
