package org.meridiandx.identity.registration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import org.meridiandx.identity.tokens.DiscoveryPart;

/// Says where to register.
@ApplicationScoped
class RegistrationDiscovery implements DiscoveryPart {
    @Override
    public void addTo(ObjectNode document, String issuer) {
        document.put("registration_endpoint", issuer + "/oauth2/register");
    }
}
