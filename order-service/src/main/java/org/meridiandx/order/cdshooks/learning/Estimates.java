package org.meridiandx.order.cdshooks.learning;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.order.guidance.ContentFiles;
import org.meridiandx.order.guidance.GuidanceService;
import org.meridiandx.order.guidance.rules.facts.FactValue;
import org.meridiandx.order.guidance.rules.facts.Facts;
import org.meridiandx.order.guidance.rules.facts.Vocabulary;
import org.meridiandx.order.guidance.rules.record.StudySources;

/// Estimates what an examination gives and costs, for the count of what was avoided.
@Startup
@ApplicationScoped
public class Estimates {
    private final Vocabulary vocabulary;
    private final StudySources doses;
    private final Tariff tariff;

    /// @throws org.meridiandx.order.guidance.rules.facts.ContentException where the tariff cannot
    ///     be used: then the service does not start
    Estimates(GuidanceService guidance, @ConfigProperty(name = "meridian.guidance.tariff") Optional<Path> own) {
        this.vocabulary = guidance.content().vocabulary();
        this.doses = guidance.sources().studies();
        this.tariff =
                Tariff.read(own.map(ContentFiles::at).orElseGet(() -> ContentFiles.shipped("tariff.yaml")), vocabulary);
    }

    Tariff tariff() {
        return tariff;
    }

    /// What is spared where the examination that these facts ask for is not done.
    public Avoidable of(Facts facts) {
        var modality = choice(facts, "requested_modality");
        var region = choice(facts, "requested_region");
        if (modality.isEmpty() || region.isEmpty()) {
            return Avoidable.NOTHING;
        }
        var pounds = tariff.pounds(modality.get(), region.get());
        return new Avoidable(
                doses.typicalDose(modality.get(), region.get()), pounds, pounds.isPresent() ? tariff.version() : "");
    }

    private Optional<String> choice(Facts facts, String name) {
        return facts.value(vocabulary.require(name)) instanceof FactValue.Choice(var code)
                ? Optional.of(code)
                : Optional.empty();
    }
}
