package org.meridiandx.identity.sessions;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// What staff are called here (`fhirUser`). One issuer's ids are those of the directory; whoever comes
/// from another has a name that no id of the first can be, so that two people with the same id at two
/// issuers stay two.
@ApplicationScoped
public class StaffReferences {
    private static final int LENGTH = 8;
    private static final String ID = "[A-Za-z0-9-]{1,55}";
    private final Optional<String> directoryIssuer;

    StaffReferences(@ConfigProperty(name = "meridian.staff.directory-issuer") Optional<String> directoryIssuer) {
        this.directoryIssuer = directoryIssuer;
    }

    /// @param issuer exact `iss`
    /// @param id of the person there
    /// @return empty where the id is none that a reference can hold
    public Optional<String> of(String issuer, String id) {
        if (directoryIssuer.equals(Optional.of(issuer))) {
            return ofDirectory(id);
        }
        return id.matches(ID) ? Optional.of("Practitioner/" + digest(issuer) + "." + id) : Optional.empty();
    }

    /// @param id of an entry of the directory
    public Optional<String> ofDirectory(String id) {
        return id.matches("[A-Za-z0-9-]{1,64}") ? Optional.of("Practitioner/" + id) : Optional.empty();
    }

    private static String digest(String issuer) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(issuer.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, LENGTH);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
