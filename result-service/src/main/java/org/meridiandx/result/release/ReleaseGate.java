package org.meridiandx.result.release;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.meridiandx.access.Caller;
import org.meridiandx.directory.Demographics;
import org.meridiandx.directory.PatientDirectoryClient;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.fhir.StoredResources;
import org.meridiandx.result.release.ReleaseRepository.Place;
import org.meridiandx.result.release.rules.Age;
import org.meridiandx.result.release.rules.ReleaseRule;
import org.meridiandx.result.release.rules.RuleTable;

/// Holds results back from patients, and from who acts for them, until the rules release them. What time does, it
/// does by the clock of the database at the moment of reading: nothing has to run for a result to become visible.
///
/// A line or a specimen goes with its report; a line that has none is looked at as a report of its own.
///
/// **Hazard:** a patient reads alone, at night, what nobody has explained; or a rule that cannot be looked up lets
/// through: without the patient's age, which identity-service tells, nothing is answered (503).
@ApplicationScoped
public class ReleaseGate implements StoredResources.Withholding {
    /// Reports that are looked at together, which bounds what is in memory.
    private static final int AT_ONCE = 100;
    private final Pool pool;
    private final ReleaseRepository repository;
    private final RuleRepository rules;
    private final RegionRules region;
    private final PatientDirectoryClient patients;

    ReleaseGate(
            Pool pool,
            ReleaseRepository repository,
            RuleRepository rules,
            RegionRules region,
            PatientDirectoryClient patients) {
        this.pool = pool;
        this.repository = repository;
        this.rules = rules;
        this.region = region;
        this.patients = patients;
    }

    /// A patient, who acts for one, and a token for one patient that names no professional.
    @Override
    public boolean concerns(Caller caller) {
        var person = caller.user().orElse("");
        return caller.role().equals("patient")
                || person.startsWith("Patient/")
                || person.startsWith("RelatedPerson/")
                || person.isEmpty() && caller.patientId().isPresent();
    }

    /// What changed since the rows were read is held back: it is looked at when it is asked for again.
    @Override
    public Uni<Set<String>> shown(Caller caller, String resourceType, List<StoredResource> rows) {
        var versions = rows.stream().collect(Collectors.toMap(StoredResource::id, StoredResource::version, Math::max));
        return switch (resourceType) {
            case "DiagnosticReport" ->
                ofReports(rows.stream()
                        .map(row -> new Place(row.id(), row.version(), row.id()))
                        .toList());
            case "Observation" -> placed("observation", versions, true);
            case "Specimen" -> placed("specimen", versions, false);
            default -> Uni.createFrom().item(versions.keySet());
        };
    }

    private Uni<Set<String>> placed(String table, Map<String, Integer> versions, boolean saysSomething) {
        return repository.places(pool, table, versions.keySet()).chain(found -> {
            var same = found.stream()
                    .filter(place -> place.version() == versions.getOrDefault(place.id(), 0))
                    .toList();
            var alone = same.stream()
                    .filter(place -> place.reportId().isEmpty())
                    .map(Place::id)
                    .toList();
            var withReport =
                    same.stream().filter(place -> !place.reportId().isEmpty()).toList();
            // a specimen that no report came of says no result
            var ofAlone = saysSomething
                    ? inParts(alone, ids -> repository.alone(pool, ids)).map(Map::keySet)
                    : Uni.createFrom().item(Set.copyOf(alone));
            return ofAlone.chain(released -> ofReports(withReport).map(others -> union(released, others)));
        });
    }

    private Uni<Set<String>> ofReports(List<Place> places) {
        var ids = places.stream().map(Place::reportId).distinct().toList();
        return inParts(ids, part -> repository.reports(pool, part))
                .map(released -> places.stream()
                        .filter(place -> isAsRead(place, released))
                        .map(Place::id)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    private static boolean isAsRead(Place place, Map<String, HeldReport> released) {
        var held = released.get(place.reportId());
        if (held == null) {
            return false;
        }
        return Stream.concat(Stream.of(held.report()), held.lines().stream())
                .filter(row -> row.id().equals(place.id()))
                .allMatch(row -> row.version() == place.version());
    }

    /// Those that are released, by their ids.
    private Uni<Map<String, HeldReport>> inParts(
            List<String> ids, Function<Collection<String>, Uni<Map<String, HeldReport>>> read) {
        var parts = new ArrayList<List<String>>();
        for (var from = 0; from < ids.size(); from += AT_ONCE) {
            parts.add(ids.subList(from, Math.min(ids.size(), from + AT_ONCE)));
        }
        return Multi.createFrom()
                .iterable(parts)
                .onItem()
                .transformToUniAndConcatenate(part -> read.apply(part).chain(this::released))
                .collect()
                .in(HashMap<String, HeldReport>::new, Map::putAll)
                .map(all -> (Map<String, HeldReport>) all);
    }

    private Uni<Map<String, HeldReport>> released(Map<String, HeldReport> found) {
        var organisations = found.values().stream()
                .flatMap(held -> held.organisations().stream())
                .collect(Collectors.toSet());
        return rules.tables(pool, organisations)
                .chain(tables -> demographics(found.values()).map(people -> {
                    var released = new HashMap<>(found);
                    released.values().removeIf(held -> !isReleased(held, tables, people));
                    return released;
                }));
    }

    private boolean isReleased(HeldReport held, Map<String, RuleTable> tables, Map<String, Demographics> people) {
        var person = Optional.ofNullable(people.get(held.report().patientId()));
        var isChild = Age.mayBeChild(person.flatMap(Demographics::birthDate), held.now());
        var asked = Stream.concat(
                held.organisations().stream().flatMap(code -> Stream.ofNullable(tables.get(code))),
                Stream.of(region.table()));
        return ReleaseRule.isReleased(held.facts(isChild), asked.toList());
    }

    /// Of each patient once; nearly always it is one.
    private Uni<Map<String, Demographics>> demographics(Collection<HeldReport> found) {
        var ids = found.stream()
                .map(held -> held.report().patientId())
                .filter(id -> !id.isEmpty())
                .distinct()
                .toList();
        return Multi.createFrom()
                .iterable(ids)
                .onItem()
                .transformToUniAndConcatenate(id -> patients.demographics(id)
                        .map(person -> person.map(known -> Map.of(id, known)).orElse(Map.of())))
                .collect()
                .in(HashMap<String, Demographics>::new, Map::putAll)
                .map(all -> (Map<String, Demographics>) all);
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        var both = new HashSet<>(one);
        both.addAll(other);
        return Set.copyOf(both);
    }
}
