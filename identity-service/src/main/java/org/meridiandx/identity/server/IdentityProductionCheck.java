package org.meridiandx.identity.server;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.access.ProductionCheck;

/// Production signs with a key of its own, and its files can be read.
@ApplicationScoped
class IdentityProductionCheck implements ProductionCheck {
    private final Optional<Path> signingKeyFile;
    private final Optional<Path> bootstrapFile;

    IdentityProductionCheck(
            @ConfigProperty(name = "meridian.signing-key-file") Optional<Path> signingKeyFile,
            @ConfigProperty(name = "meridian.bootstrap-file") Optional<Path> bootstrapFile) {
        this.signingKeyFile = signingKeyFile;
        this.bootstrapFile = bootstrapFile;
    }

    @Override
    public List<String> findings() {
        var findings = new ArrayList<String>();
        if (signingKeyFile.isEmpty()) {
            findings.add(
                    "meridian.signing-key-file must name a PKCS#8 PEM file with an RSA or EC key, or a directory of them.");
        }
        signingKeyFile
                .filter(file -> !Files.isReadable(file))
                .ifPresent(file -> findings.add("meridian.signing-key-file cannot be read."));
        bootstrapFile
                .filter(file -> !Files.isReadable(file))
                .ifPresent(file -> findings.add("meridian.bootstrap-file cannot be read."));
        return findings;
    }
}
