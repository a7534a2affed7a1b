package org.meridiandx.identity.signin.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridiandx.fhir.OdsCode;

/// Whom the claims of a staff provider describe. **Source:** NHS CIS2 authentication, claims of
/// the scopes `nhsperson`, `nationalrbacaccess`, `associatedorgs`.
public final class StaffRule {
    private static final int MAX_ROLES = 50;
    private static final int LOWEST_LEVEL = 2;

    private StaffRule() {}

    /// One role profile that has a role here.
    public record Profile(String id, String organisation, String organisationName, String title, String role) {}

    /// What the claims come to.
    public sealed interface Outcome {
        record Staff(String userId, String name, List<Profile> profiles, String assurance) implements Outcome {
            public Staff {
                profiles = List.copyOf(profiles);
            }
        }

        /// @param reason fit for a page
        record Refused(String reason) implements Outcome {}
    }

    /// @param idToken claims of the checked id token
    /// @param person claims of the userinfo endpoint
    /// @param roles ours, by the last part of the provider's role code (`R8000`)
    public static Outcome read(JsonNode idToken, JsonNode person, Map<String, String> roles) {
        var level = level(claim(idToken, person, "authentication_assurance_level"));
        if (level < LOWEST_LEVEL) {
            return new Outcome.Refused(
                    "assurance: signing in needs two factors (AAL2 or AAL3). Use your smartcard, security key or app.");
        }
        if (level(claim(idToken, person, "id_assurance_level")) < LOWEST_LEVEL) {
            return new Outcome.Refused("identity: your identity is not proved far enough for this region.");
        }
        var userId = claim(idToken, person, "nhsid_useruid");
        if (!userId.matches("[A-Za-z0-9-]{1,64}")) {
            return new Outcome.Refused("nhsid_useruid: the provider did not say who you are.");
        }
        var profiles = profilesOf(person, roles);
        if (profiles.isEmpty()) {
            return new Outcome.Refused(
                    "role: none of your role profiles is one for this region. Ask your registration authority.");
        }
        return new Outcome.Staff(userId, nameOf(person), profiles, "AAL" + level);
    }

    private static List<Profile> profilesOf(JsonNode person, Map<String, String> roles) {
        var profiles = new ArrayList<Profile>();
        for (var entry : person.path("nhsid_nrbac_roles")) {
            if (profiles.size() < MAX_ROLES) {
                profileOf(entry, person, roles).ifPresent(profiles::add);
            }
        }
        return profiles;
    }

    private static Optional<Profile> profileOf(JsonNode entry, JsonNode person, Map<String, String> roles) {
        var code = entry.path("role_code").asText("");
        var role = roles.get(code.substring(code.lastIndexOf(':') + 1));
        var organisation = OdsCode.parse(entry.path("org_code").asText(""));
        var id = entry.path("person_roleid").asText("");
        if (role == null || organisation.isEmpty() || !id.matches("[A-Za-z0-9-]{1,64}")) {
            return Optional.empty();
        }
        var ods = organisation.get().value();
        var title = entry.path("role_name").asText(role);
        return Optional.of(new Profile(id, ods, organisationName(person, ods), shortened(title), role));
    }

    private static String organisationName(JsonNode person, String ods) {
        for (var organisation : person.path("nhsid_user_orgs")) {
            if (organisation.path("org_code").asText("").equals(ods)) {
                return shortened(organisation.path("org_name").asText(ods));
            }
        }
        return ods;
    }

    private static String nameOf(JsonNode person) {
        return shortened(person.path("name").asText(""));
    }

    private static String shortened(String text) {
        return text.substring(0, Math.min(text.length(), 100));
    }

    private static String claim(JsonNode idToken, JsonNode person, String name) {
        return idToken.path(name).asText(person.path(name).asText(""));
    }

    /// `3`, `AAL3` and `AAL3_ANY` all say 3.
    private static int level(String text) {
        var digits = text.startsWith("AAL") ? text.substring("AAL".length()) : text;
        return digits.isEmpty() || !Character.isDigit(digits.charAt(0)) ? 0 : digits.charAt(0) - '0';
    }
}
