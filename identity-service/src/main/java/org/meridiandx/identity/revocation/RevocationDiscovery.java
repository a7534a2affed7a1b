package org.meridiandx.identity.revocation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import org.meridiandx.identity.tokens.DiscoveryPart;

/// Says where to introspect and revoke.
@ApplicationScoped
class RevocationDiscovery implements DiscoveryPart {
    @Override
    public void addTo(ObjectNode document, String issuer) {
        document.put("introspection_endpoint", issuer + "/oauth2/introspect");
        document.put("revocation_endpoint", issuer + "/oauth2/revoke");
        document.putArray("introspection_endpoint_auth_methods_supported").add("private_key_jwt");
        document.putArray("revocation_endpoint_auth_methods_supported")
                .add("private_key_jwt")
                .add("none");
    }
}
