package org.meridiandx.identity.bootstrap;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.meridiandx.identity.clients.ClientService;
import org.meridiandx.identity.organisations.OrganisationService;

/// Reads `meridian.bootstrap-file` before anything is served.
@ApplicationScoped
class BootstrapLoader {
    private static final Logger LOG = Logger.getLogger(BootstrapLoader.class);
    private static final int EARLY = 100;
    private final OrganisationService organisations;
    private final ClientService clients;
    private final Optional<Path> file;

    BootstrapLoader(
            OrganisationService organisations,
            ClientService clients,
            @ConfigProperty(name = "meridian.bootstrap-file") Optional<Path> file) {
        this.organisations = organisations;
        this.clients = clients;
        this.file = file;
    }

    void load(@Observes @Priority(EARLY) StartupEvent event) {
        file.ifPresent(this::register);
    }

    private void register(Path path) {
        var content = read(path);
        var steps = new ArrayList<Supplier<Uni<Void>>>();
        content.organisations().forEach(organisation -> steps.add(() -> organisations.register(organisation)));
        content.clients().forEach(client -> steps.add(() -> clients.register(client)));
        try {
            VertxContextSupport.subscribeAndAwait(() -> inOrder(steps));
        } catch (Throwable failed) {
            throw new IllegalStateException(
                    "meridian.bootstrap-file could not be registered: "
                            + failed.getClass().getSimpleName()
                            + ". Does every client's organisation stand in the file?",
                    failed);
        }
        LOG.infof(
                "%d organisations and %d clients are registered",
                content.organisations().size(), content.clients().size());
    }

    /// Two replicas that start together may meet at an insert: the loser's second try finds the row.
    private static Uni<Void> inOrder(List<Supplier<Uni<Void>>> steps) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (var step : steps) {
            all = all.chain(() -> Uni.createFrom()
                    .deferred(step::get)
                    .onFailure()
                    .retry()
                    .withBackOff(Duration.ofMillis(100))
                    .atMost(2));
        }
        return all;
    }

    private static BootstrapFile read(Path path) {
        try {
            return BootstrapFile.parse(Files.readString(path));
        } catch (IOException unreadable) {
            throw new IllegalStateException("meridian.bootstrap-file cannot be read: " + path, unreadable);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalStateException("meridian.bootstrap-file is wrong: " + wrong.getMessage(), wrong);
        }
    }
}
