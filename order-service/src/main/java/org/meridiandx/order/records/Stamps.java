package org.meridiandx.order.records;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.hl7.fhir.r4.model.DomainResource;

/// Gives resources their id, version and time: to the millisecond, as the rows keep it.
@Singleton
public class Stamps {
    private final OrderIds ids;
    private final Clock clock;

    Stamps(OrderIds ids, Clock clock) {
        this.ids = ids;
        this.clock = clock;
    }

    /// Makes a resource a new one: its own id, version 1, now.
    public void first(DomainResource resource) {
        first(resource, ids.next());
    }

    /// The same under an id that was made before ([OrderIds#next]).
    public void first(DomainResource resource, String id) {
        resource.setId(id);
        version(resource, 1);
    }

    /// Makes a resource another version of what it was, as of now.
    public void version(DomainResource resource, int version) {
        resource.getMeta().setVersionId(String.valueOf(version)).setLastUpdated(now());
    }

    private Date now() {
        return Date.from(clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }
}
