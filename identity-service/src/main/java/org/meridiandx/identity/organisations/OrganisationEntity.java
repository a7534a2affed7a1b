package org.meridiandx.identity.organisations;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Locale;

/// A row of `organisation`; the columns that it does not name keep their defaults.
@Entity
@Table(name = "organisation")
class OrganisationEntity {
    @Id
    String id = "";

    @Version
    int version = 1;

    @Column(name = "last_updated")
    OffsetDateTime lastUpdated = OffsetDateTime.parse("1970-01-01T00:00:00Z");

    byte[] content = {};

    @Column(name = "ods_code")
    String odsCode = "";

    String name = "";
    String type = "";

    /// Takes over what is new, and tells whether anything was.
    boolean change(Organisation organisation, OffsetDateTime now) {
        var isNew = id.isEmpty();
        if (!isNew
                && Arrays.equals(content, OrganisationMapper.toJson(organisation, lastUpdated.toInstant(), version))) {
            return false;
        }
        content = OrganisationMapper.toJson(organisation, now.toInstant(), isNew ? version : version + 1);
        id = OrganisationMapper.idOf(organisation.ods());
        odsCode = organisation.ods().value();
        name = organisation.name().toLowerCase(Locale.ROOT);
        type = organisation.type();
        lastUpdated = now;
        return true;
    }
}
