package org.meridiandx.order.requests;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.meridiandx.order.records.RequestFacts;
import org.meridiandx.order.records.RequestLinks;

/// Rows of service_request with their side tables. To be called within a session.
@ApplicationScoped
class RequestRepository implements PanacheRepositoryBase<RequestEntity, String> {
    /// The columns of the entity and no others: Hibernate Reactive fails on a native query that gives
    /// more.
    private static final String COLUMNS = """
            r.id, r.version, r.last_updated, r.patient_id, r.nhs_number, r.organisations, r.content,
            r.recorded_patient_id, r.content_digest, r.status, r.category, r.code_system, r.code, r.priority,
            r.authored_on, r.requester, r.performer, r.planned_on, r.requisition_system, r.requisition, r.placer_system,
            r.placer_number, r.filler_number, r.accession_number""";

    private static final String CLEAR_IDENTIFIERS = "delete from service_request_identifier where resource_id = ?1";
    private static final String CLEAR_CODES = "delete from service_request_code where resource_id = ?1";
    private static final String ADD_IDENTIFIERS = """
            insert into service_request_identifier (resource_id, system, value)
            select ?1, j->>'s', j->>'v' from jsonb_array_elements(cast(cast(?2 as text) as jsonb)) j on conflict do nothing""";
    private static final String ADD_CODES = """
            insert into service_request_code (resource_id, system, value)
            select ?1, j->>'s', j->>'v' from jsonb_array_elements(cast(cast(?2 as text) as jsonb)) j on conflict do nothing""";

    /// Of a new request there is nothing to be cleared, and both go together.
    private static final String ADD_BOTH = "with numbers as (" + ADD_IDENTIFIERS + ") " + ADD_CODES.replace("?2", "?3");

    private static final String CLEAR_LINKS = "delete from service_request_reference where resource_id = ?1";
    private static final String ADD_LINKS = """
            insert into service_request_reference (resource_id, name, system, value)
            select ?1, j->>'n', j->>'s', j->>'v' from jsonb_array_elements(cast(cast(?2 as text) as jsonb)) j
            on conflict do nothing""";
    private static final String TAKEN = """
            select exists (select from service_request where placer_system = ?1 and placer_number = ?2)
                or exists (select from service_request where accession_number = ?3)""";

    private static final String WAS_ACTIVE = """
            select exists (select from service_request_history h, convert_from(h.content, 'UTF8') as said
                where h.id = ?1 and h.version < ?2 and cast(said as jsonb) ->> 'status' = 'active'
                    and cast(said as jsonb) -> 'subject' ->> 'reference' is not null)""";

    /// Whether an earlier version was in force for a patient who was known. Rare: it reads the
    /// versions themselves.
    Uni<Boolean> wasActiveOfSomebody(Mutiny.Session session, RequestEntity entity) {
        return session.createNativeQuery(WAS_ACTIVE, Boolean.class)
                .setParameter(1, entity.id())
                .setParameter(2, entity.version())
                .getSingleResult();
    }

    /// The next number of the region's one sequence.
    Uni<Long> nextNumber(Mutiny.Session session) {
        return session.createNativeQuery("select nextval('order_number')", Long.class)
                .getSingleResult();
    }

    /// Whether a request has one of the numbers that the region is about to give: senders may choose
    /// numbers that look like ours.
    ///
    /// @param accession empty where none is to be given
    Uni<Boolean> isTaken(Mutiny.Session session, RequestFacts.Number placer, String accession) {
        return session.createNativeQuery(TAKEN, Boolean.class)
                .setParameter(1, placer.system())
                .setParameter(2, placer.value())
                .setParameter(3, accession)
                .getSingleResult();
    }

    /// Makes two transactions with the same `If-None-Exist` wait for one another.
    Uni<Void> lockCondition(Mutiny.Session session, RequestFacts.Number identifier) {
        return lock(session, "if-none-exist|" + identifier.system() + "|" + identifier.value());
    }

    /// Makes two transactions about the same placer or accession number wait for one another.
    Uni<Void> lockNumbers(Mutiny.Session session, RequestFacts.Numbers numbers) {
        return lockPlacers(session, List.of(numbers.placer()))
                .chain(() -> numbers.accession().isEmpty()
                        ? Uni.createFrom().voidItem()
                        : lock(session, "accession|" + numbers.accession()));
    }

    /// The same for several placer numbers; those without a value are passed over.
    Uni<Void> lockPlacers(Mutiny.Session session, List<RequestFacts.Number> placers) {
        var names = placers.stream()
                .filter(placer -> !placer.value().isEmpty())
                .map(placer -> "placer|" + placer.system() + "|" + placer.value())
                .distinct()
                .sorted();
        return Multi.createFrom()
                .items(names)
                .onItem()
                .transformToUniAndConcatenate(name -> lock(session, name).replaceWith(name))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private static Uni<Void> lock(Mutiny.Session session, String what) {
        return session.createNativeQuery(
                        "select cast(pg_advisory_xact_lock(hashtextextended(?1, 42)) as text)", String.class)
                .setParameter(1, what)
                .getSingleResult()
                .replaceWithVoid();
    }

    Uni<Optional<RequestEntity>> findIfThere(String id) {
        return findById(id).map(Optional::ofNullable);
    }

    /// A row that is to be changed, held until the transaction ends.
    Uni<Optional<RequestEntity>> findToChange(String id) {
        return findById(id, LockModeType.PESSIMISTIC_WRITE).map(Optional::ofNullable);
    }

    Uni<List<RequestEntity>> findByPlacer(RequestFacts.Number placer) {
        return list("placerSystem = ?1 and placerNumber = ?2 order by authoredOn", placer.system(), placer.value());
    }

    Uni<Optional<RequestEntity>> findByAccession(String accession) {
        return find("accessionNumber", accession).firstResult().map(Optional::ofNullable);
    }

    /// Requests of one organisation, as requester or performer, with one of the numbers, oldest first.
    ///
    /// @param most how many are of interest
    Uni<List<RequestEntity>> findOfParty(String placer, String filler, String party, int most) {
        return find(
                        "(placerNumber = ?1 or fillerNumber = ?2) and (requester = ?3 or performer = ?3)"
                                + " order by authoredOn, id",
                        placer,
                        filler,
                        party)
                .page(0, most)
                .list();
    }

    /// Requests that have an identifier, oldest first.
    ///
    /// @param identifier its system may be empty: any
    /// @param most how many are of interest
    Uni<List<RequestEntity>> findByIdentifier(Mutiny.Session session, RequestFacts.Number identifier, int most) {
        return session.createNativeQuery(
                        "select " + COLUMNS
                                + " from service_request r join service_request_identifier i on i.resource_id = r.id"
                                + " where i.value = ?1 and (?2 = '' or i.system = ?2) order by r.authored_on, r.id",
                        RequestEntity.class)
                .setParameter(1, identifier.value())
                .setParameter(2, identifier.system())
                .setMaxResults(most)
                .getResultList();
    }

    /// Writes a new or changed row at once, so that its version is counted, and its side tables.
    Uni<RequestEntity> save(Mutiny.Session session, RequestEntity entity, ServiceRequest request) {
        return persistAndFlush(entity)
                .chain(() -> saveNumbers(session, entity, request))
                .chain(() -> saveLinks(session, entity, RequestLinks.of(request)))
                .replaceWith(entity);
    }

    private static Uni<Void> saveNumbers(Mutiny.Session session, RequestEntity entity, ServiceRequest request) {
        return entity.version() == 1
                ? session.createNativeQuery(ADD_BOTH)
                        .setParameter(1, entity.id())
                        .setParameter(2, identifiersOf(request))
                        .setParameter(3, codesOf(request))
                        .executeUpdate()
                        .replaceWithVoid()
                : replace(session, CLEAR_IDENTIFIERS, ADD_IDENTIFIERS, entity.id(), identifiersOf(request))
                        .chain(() -> replace(session, CLEAR_CODES, ADD_CODES, entity.id(), codesOf(request)));
    }

    /// Most requests name no others, and a new one has none to be cleared.
    private static Uni<Void> saveLinks(Mutiny.Session session, RequestEntity entity, List<RequestLinks.Link> links) {
        if (links.isEmpty() && entity.version() == 1) {
            return Uni.createFrom().voidItem();
        }
        var rows = JsonNodeFactory.instance.arrayNode();
        links.forEach(link ->
                rows.addObject().put("n", link.name()).put("s", link.system()).put("v", link.value()));
        return replace(session, CLEAR_LINKS, ADD_LINKS, entity.id(), rows.toString());
    }

    private static Uni<Void> replace(Mutiny.Session session, String clear, String add, String id, String rows) {
        return session.createNativeQuery(clear)
                .setParameter(1, id)
                .executeUpdate()
                .chain(() -> session.createNativeQuery(add)
                        .setParameter(1, id)
                        .setParameter(2, rows)
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static String identifiersOf(ServiceRequest request) {
        var rows = JsonNodeFactory.instance.arrayNode();
        request.getIdentifier().stream()
                .map(RequestFacts::numberOf)
                .forEach(number -> rows.addObject().put("s", number.system()).put("v", number.value()));
        return rows.toString();
    }

    private static String codesOf(ServiceRequest request) {
        var rows = JsonNodeFactory.instance.arrayNode();
        request.getCode().getCoding().stream()
                .filter(coding -> coding.hasCode())
                .forEach(coding -> rows.addObject()
                        .put("s", coding.hasSystem() ? coding.getSystem() : "")
                        .put("v", coding.getCode()));
        return rows.toString();
    }
}
