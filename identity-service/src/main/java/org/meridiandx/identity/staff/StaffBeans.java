package org.meridiandx.identity.staff;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.meridiandx.fhir.ResourceCapability;
import org.meridiandx.identity.directory.DirectoryType;

/// Puts the people into the directory and into the capability statement.
final class StaffBeans {
    private StaffBeans() {}

    @Produces
    @Singleton
    static DirectoryType practitioner() {
        return StaffTypes.PRACTITIONER;
    }

    @Produces
    @Singleton
    static ResourceCapability practitionerCapability() {
        return StaffTypes.PRACTITIONER.capability();
    }

    @Produces
    @Singleton
    static DirectoryType practitionerRole() {
        return StaffTypes.PRACTITIONER_ROLE;
    }

    @Produces
    @Singleton
    static ResourceCapability practitionerRoleCapability() {
        return StaffTypes.PRACTITIONER_ROLE.capability();
    }
}
