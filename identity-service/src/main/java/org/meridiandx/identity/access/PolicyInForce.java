package org.meridiandx.identity.access;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.meridiandx.identity.access.rules.AccessPolicy;

/// The policy that this pod goes by: the region's own file, or the one that comes with the release.
@ApplicationScoped
class PolicyInForce {
    private static final Logger LOG = Logger.getLogger(PolicyInForce.class);
    private static final String OWN = "/access-policy.yaml";
    private final AccessPolicy policy;

    PolicyInForce(@ConfigProperty(name = "meridian.access.policy-file") Optional<String> file) {
        try {
            this.policy = PolicyFile.parse(file.isEmpty() ? own() : Files.readString(Path.of(file.get())));
        } catch (IOException e) {
            throw new UncheckedIOException("the access policy cannot be read", e);
        }
        LOG.infof("access policy %s, %d rules", policy.version(), policy.rules().size());
    }

    /// Not a method of the bean's proxy alone: start-up asks for it, so that a bad file stops the
    /// start.
    AccessPolicy policy() {
        return policy;
    }

    private static String own() throws IOException {
        try (var content = PolicyInForce.class.getResourceAsStream(OWN)) {
            if (content == null) {
                throw new IOException(OWN + " is not in this build");
            }
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
