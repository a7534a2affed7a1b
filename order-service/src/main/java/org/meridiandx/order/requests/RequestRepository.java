package org.meridiandx.order.requests;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.meridiandx.order.records.RequestFacts;
import org.meridiandx.order.records.RequestLinks;
import org.meridiandx.outbox.PlainStatements;

/// Rows of service_request with their side tables. To be called within a session.
@Singleton
class RequestRepository implements PanacheRepositoryBase<RequestEntity, String> {
    /// The columns of the entity and no others: Hibernate Reactive fails on a native query that gives
    /// more.
    private static final String COLUMNS =
            RequestEntity.COLUMNS.stream().map(column -> "r." + column).collect(Collectors.joining(", "));

    private static final String CLEAR_IDENTIFIERS = "delete from service_request_identifier where resource_id = $1";
    private static final String CLEAR_CODES = "delete from service_request_code where resource_id = $1";
    private static final String CLEAR_LINKS = "delete from service_request_reference where resource_id = $1";
    private static final String ADD_IDENTIFIERS = """
            insert into service_request_identifier (resource_id, system, value)
            select $1, s, v from unnest($2::text[], $3::text[]) as t(s, v) on conflict do nothing""";
    private static final String ADD_CODES = """
            insert into service_request_code (resource_id, system, value)
            select $1, s, v from unnest($2::text[], $3::text[]) as t(s, v) on conflict do nothing""";
    private static final String ADD_LINKS = """
            insert into service_request_reference (resource_id, name, system, value)
            select $1, n, s, v from unnest($2::text[], $3::text[], $4::text[]) as t(n, s, v) on conflict do nothing""";
    /// Of a new row the numbers and codes come after its own columns.
    private static final int OWN = RequestEntity.COLUMNS.size();
    private static final String ADD = """
            with request as (insert into service_request (%s) values (%s)),
            numbers as (insert into service_request_identifier (resource_id, system, value)
                select $1, s, v from unnest($%d::text[], $%d::text[]) as t(s, v) on conflict do nothing)
            insert into service_request_code (resource_id, system, value)
            select $1, s, v from unnest($%d::text[], $%d::text[]) as t(s, v) on conflict do nothing""".formatted(
            String.join(", ", RequestEntity.COLUMNS),
            IntStream.rangeClosed(1, OWN).mapToObj(number -> "$" + number).collect(Collectors.joining(", ")),
            OWN + 1,
            OWN + 2,
            OWN + 3,
            OWN + 4);
    private static final String LOCK =
            "select pg_advisory_xact_lock(hashtextextended(name, 42)) from unnest($1::text[]) as t(name)";
    private static final String TAKEN = """
            select exists (select from service_request where placer_system = $1 and placer_number = $2 and $2 <> '')
                or exists (select from service_request where accession_number = $3)""";

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
        return PlainStatements.of(session)
                .select(TAKEN, placer.system(), placer.value(), accession)
                .map(rows -> (Boolean) rows.getFirst()[0]);
    }

    /// Makes two transactions with the same `If-None-Exist` wait for one another.
    Uni<Void> lockCondition(Mutiny.Session session, RequestFacts.Number identifier) {
        return lock(session, List.of("if-none-exist|" + identifier.system() + "|" + identifier.value()));
    }

    /// Makes two transactions about the same placer or accession number wait for one another.
    ///
    /// @return whether a request has one of them
    Uni<Boolean> reserve(Mutiny.Session session, RequestFacts.Numbers numbers) {
        var names = new ArrayList<>(namesOf(List.of(numbers.placer())));
        if (!numbers.accession().isEmpty()) {
            names.add("accession|" + numbers.accession());
        }
        // Statements of their own, sent together: the second has to see what was committed while
        // the lock was waited for.
        return Uni.combine()
                .all()
                .unis(lock(session, names), isTaken(session, numbers.placer(), numbers.accession()))
                .with((locked, isTaken) -> isTaken);
    }

    /// The same for several placer numbers; those without a value are passed over.
    Uni<Void> lockPlacers(Mutiny.Session session, List<RequestFacts.Number> placers) {
        return lock(session, namesOf(placers));
    }

    private static List<String> namesOf(List<RequestFacts.Number> placers) {
        return placers.stream()
                .filter(placer -> !placer.value().isEmpty())
                .map(placer -> "placer|" + placer.system() + "|" + placer.value())
                .distinct()
                .sorted()
                .toList();
    }

    /// @param names in the order in which they are locked
    private static Uni<Void> lock(Mutiny.Session session, List<String> names) {
        return names.isEmpty()
                ? Uni.createFrom().voidItem()
                : PlainStatements.of(session)
                        .select(LOCK, (Object) names.toArray(String[]::new))
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

    /// Writes a new row with its side tables: plain SQL that is sent together, because every order
    /// comes this way.
    Uni<Void> add(Mutiny.Session session, RequestEntity entity, ServiceRequest request) {
        var statements = PlainStatements.of(session);
        var values = new ArrayList<>(entity.columns());
        Collections.addAll(values, numbersOf(request));
        Collections.addAll(values, codesOf(request));
        return Uni.combine()
                .all()
                .unis(
                        statements.update(ADD, values.toArray()),
                        addLinks(statements, entity.id(), RequestLinks.of(request)))
                .discardItems();
    }

    /// Writes a changed row at once, so that its version is counted, and its side tables anew.
    Uni<RequestEntity> save(Mutiny.Session session, RequestEntity entity, ServiceRequest request) {
        return persistAndFlush(entity)
                .chain(() -> saveSides(PlainStatements.of(session), entity.id(), request))
                .replaceWith(entity);
    }

    private static Uni<Void> saveSides(PlainStatements statements, String id, ServiceRequest request) {
        return Uni.combine()
                .all()
                .unis(
                        statements.update(CLEAR_IDENTIFIERS, id),
                        statements.update(CLEAR_CODES, id),
                        statements.update(CLEAR_LINKS, id),
                        statements.update(ADD_IDENTIFIERS, with(id, numbersOf(request))),
                        statements.update(ADD_CODES, with(id, codesOf(request))),
                        addLinks(statements, id, RequestLinks.of(request)))
                .discardItems();
    }

    private static Object[] with(String id, Object[] columns) {
        return Stream.concat(Stream.of(id), Stream.of(columns)).toArray();
    }

    /// Systems and values of its identifiers.
    private static Object[] numbersOf(ServiceRequest request) {
        var numbers =
                request.getIdentifier().stream().map(RequestFacts::numberOf).toList();
        return new Object[] {all(numbers, RequestFacts.Number::system), all(numbers, RequestFacts.Number::value)};
    }

    /// Systems and values of its codes.
    private static Object[] codesOf(ServiceRequest request) {
        var codes =
                request.getCode().getCoding().stream().filter(Coding::hasCode).toList();
        return new Object[] {
            all(codes, coding -> coding.hasSystem() ? coding.getSystem() : ""), all(codes, Coding::getCode)
        };
    }

    /// Most requests name no others.
    private static Uni<Void> addLinks(PlainStatements statements, String id, List<RequestLinks.Link> links) {
        return links.isEmpty()
                ? Uni.createFrom().voidItem()
                : statements
                        .update(
                                ADD_LINKS,
                                id,
                                all(links, RequestLinks.Link::name),
                                all(links, RequestLinks.Link::system),
                                all(links, RequestLinks.Link::value))
                        .replaceWithVoid();
    }

    private static <T> String[] all(List<T> rows, Function<T, String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }
}
