package org.meridiandx.identity.tokens;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Takes the key from `meridian.signing-key-file`; without one (never in production) makes one for
/// this process.
class SigningKeyProducer {
    private static final Logger LOG = Logger.getLogger(SigningKeyProducer.class);

    @Produces
    @Singleton
    SigningKey signingKey(@ConfigProperty(name = "meridian.signing-key-file") Optional<Path> file) {
        if (file.isPresent()) {
            return SigningKey.read(file.get());
        }
        LOG.warn("meridian.signing-key-file is not set: tokens are signed with a key that dies with this process");
        return SigningKey.ephemeral();
    }
}
