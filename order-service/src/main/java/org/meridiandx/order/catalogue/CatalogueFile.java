package org.meridiandx.order.catalogue;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import org.hl7.fhir.r4.model.ActivityDefinition;
import org.hl7.fhir.r4.model.Bundle;
import org.jboss.logging.Logger;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.problem.ProblemException;

/// Reads the catalogue's file before anything is served: the region's own, else the one that is
/// shipped.
@ApplicationScoped
class CatalogueFile {
    private static final Logger LOG = Logger.getLogger(CatalogueFile.class);
    private static final String SHIPPED = "/catalogue/starter.json";
    private final CatalogueService catalogue;
    private final CatalogueConfig config;

    CatalogueFile(CatalogueService catalogue, CatalogueConfig config) {
        this.catalogue = catalogue;
        this.config = config;
    }

    void load(@Observes StartupEvent event) {
        var definitions = definitions();
        try {
            VertxContextSupport.subscribeAndAwait(() -> catalogue.load(definitions));
        } catch (Throwable failed) {
            throw new IllegalStateException(
                    "The catalogue could not be kept: " + failed.getClass().getSimpleName(), failed);
        }
        LOG.infof("the catalogue's file has %d tests", definitions.size());
    }

    /// @throws IllegalStateException where the file cannot be used: then the service does not start
    List<ActivityDefinition> definitions() {
        try {
            return definitions(
                    config.file().isPresent() ? Files.readAllBytes(config.file().get()) : shipped());
        } catch (IOException unreadable) {
            throw new IllegalStateException("meridian.catalogue.file cannot be read", unreadable);
        }
    }

    static byte[] shipped() {
        try (var file = CatalogueFile.class.getResourceAsStream(SHIPPED)) {
            if (file == null) {
                throw new IllegalStateException("The service was built without " + SHIPPED);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(SHIPPED + " cannot be read", e);
        }
    }

    static List<ActivityDefinition> definitions(byte[] file) {
        try {
            var ids = new HashSet<String>();
            var bundle = FhirJson.parse(file, Bundle.class);
            return bundle.getEntry().stream().map(entry -> checked(entry, ids)).toList();
        } catch (ProblemException wrong) {
            throw new IllegalStateException(
                    "meridian.catalogue.file is wrong: " + wrong.problem().detail(), wrong);
        }
    }

    private static ActivityDefinition checked(Bundle.BundleEntryComponent entry, HashSet<String> ids) {
        if (!(entry.getResource() instanceof ActivityDefinition definition)
                || !definition.getIdElement().hasIdPart()
                || !ids.add(definition.getIdElement().getIdPart())) {
            throw new IllegalStateException(
                    "meridian.catalogue.file is wrong: each entry is an ActivityDefinition with an id of its own");
        }
        try {
            CatalogueMapper.test(definition);
        } catch (ProblemException wrong) {
            throw new IllegalStateException(
                    "meridian.catalogue.file is wrong at "
                            + definition.getIdElement().getIdPart() + ": "
                            + wrong.problem().detail(),
                    wrong);
        }
        return definition;
    }
}
