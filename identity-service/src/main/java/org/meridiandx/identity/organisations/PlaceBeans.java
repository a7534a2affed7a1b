package org.meridiandx.identity.organisations;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.meridiandx.fhir.ResourceCapability;
import org.meridiandx.identity.directory.DirectoryType;

/// Puts the places into the directory and into the capability statement.
final class PlaceBeans {
    private PlaceBeans() {}

    @Produces
    @Singleton
    static DirectoryType organization() {
        return PlaceTypes.ORGANIZATION;
    }

    @Produces
    @Singleton
    static ResourceCapability organizationCapability() {
        return PlaceTypes.ORGANIZATION.capability();
    }

    @Produces
    @Singleton
    static DirectoryType location() {
        return PlaceTypes.LOCATION;
    }

    @Produces
    @Singleton
    static ResourceCapability locationCapability() {
        return PlaceTypes.LOCATION.capability();
    }

    @Produces
    @Singleton
    static DirectoryType service() {
        return PlaceTypes.SERVICE;
    }

    @Produces
    @Singleton
    static ResourceCapability serviceCapability() {
        return PlaceTypes.SERVICE.capability();
    }

    @Produces
    @Singleton
    static DirectoryType endpoint() {
        return PlaceTypes.ENDPOINT;
    }

    @Produces
    @Singleton
    static ResourceCapability endpointCapability() {
        return PlaceTypes.ENDPOINT.capability();
    }
}
