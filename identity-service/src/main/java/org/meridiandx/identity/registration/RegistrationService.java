package org.meridiandx.identity.registration;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.access.Scopes;
import org.meridiandx.fhir.OdsCode;
import org.meridiandx.identity.clients.Client;
import org.meridiandx.identity.clients.ClientKeys;
import org.meridiandx.identity.clients.ClientRegistration;
import org.meridiandx.identity.clients.ClientRegistration.State;
import org.meridiandx.identity.clients.ClientRules;
import org.meridiandx.identity.clients.ClientService;
import org.meridiandx.identity.keysets.RemoteKeySets;
import org.meridiandx.identity.revocation.OwnTokens;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// What developers and operators do with registrations. Each change leaves a trace in the audit
/// before it is answered.
@ApplicationScoped
class RegistrationService {
    private static final Set<String> ROLES_FOR_ALL = Set.of("clinician", "radiologist", "laboratory", "archive");
    private static final Set<String> ROLES_OF_OPERATORS = Stream.concat(
                    ROLES_FOR_ALL.stream(), Stream.of("patient-administration"))
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> AUTH_METHODS = Set.of("private_key_jwt", "none");
    private static final int LONGEST_NAME = 200;
    private static final int MAX_CONTACTS = 5;
    private final ClientService clients;
    private final RemoteKeySets keySets;
    private final OwnTokens tokens;
    private final AuditTrail audit;
    private final Clock clock;

    RegistrationService(ClientService clients, RemoteKeySets keySets, OwnTokens tokens, AuditTrail audit, Clock clock) {
        this.clients = clients;
        this.keySets = keySets;
        this.tokens = tokens;
        this.audit = audit;
        this.clock = clock;
    }

    /// Registers a client of the caller's organisation. It waits for an operator, who grants
    /// its scopes.
    Uni<ClientRegistration> register(Caller caller, ClientMetadata metadata) {
        requireRole(caller, Set.of("developer", "operator"));
        var id = UUID.randomUUID().toString();
        var role = roleOf(caller, metadata, "clinician");
        var client = clientOf(id, role, new OdsCode(caller.organisation()), metadata, new Scopes(List.of()));
        var registration = new ClientRegistration(
                client,
                State.PENDING,
                requested(metadata),
                contacts(metadata),
                Optional.of(caller.clientId()),
                clock.instant(),
                Optional.empty(),
                0);
        return save(caller, "C", "register", registration);
    }

    /// The registrations that the caller may see: the organisation's own, all for an operator.
    Uni<List<ClientRegistration>> list(Caller caller) {
        requireRole(caller, Set.of("developer", "operator"));
        return clients.list(isOperator(caller) ? Optional.empty() : Optional.of(new OdsCode(caller.organisation())));
    }

    /// @return the registration; fails with 404 where there is none that the caller may see
    Uni<ClientRegistration> find(Caller caller, String clientId) {
        requireRole(caller, Set.of("developer", "operator"));
        return clients.findRegistration(clientId)
                .map(found -> found.filter(registration -> isOperator(caller)
                                || registration.client().organisation().value().equals(caller.organisation()))
                        .orElseThrow(() -> ProblemException.of(
                                ProblemCode.NOT_FOUND, "The organisation has registered no client of that id.")));
    }

    /// Replaces name, keys, contacts and binding; new keys count within seconds. Scopes that
    /// are not granted yet wait for an operator; those that are left out are gone.
    Uni<ClientRegistration> replace(Caller caller, String clientId, ClientMetadata metadata) {
        return change(caller, clientId, "update", before -> {
            requireSelfRegistered(before);
            var wanted = requested(metadata);
            var kept = new Scopes(before.client().scopes().granted().stream()
                    .filter(wanted.granted()::contains)
                    .toList());
            var role = roleOf(caller, metadata, before.client().role());
            var client = clientOf(clientId, role, before.client().organisation(), metadata, kept);
            return new ClientRegistration(
                    checked(() -> asGranted(client, before.client())),
                    before.state(),
                    wanted,
                    contacts(metadata),
                    before.registeredBy(),
                    before.registeredAt(),
                    before.lastUsed(),
                    before.version());
        });
    }

    /// Grants scopes, those asked for unless the operator names others, and lets the client in.
    ///
    /// What a client had before it was switched off does not come back, even what another replica
    /// gave it in the seconds until it heard of that.
    Uni<ClientRegistration> approve(Caller caller, String clientId, ClientMetadata decision) {
        requireRole(caller, Set.of("operator"));
        return find(caller, clientId)
                .call(before -> before.state() == State.DISABLED
                        ? tokens.endOthersOf(clientId)
                        : Uni.createFrom().voidItem())
                .chain(() -> change(caller, clientId, "approve", before -> approved(before, decision)));
    }

    private static ClientRegistration approved(ClientRegistration before, ClientMetadata decision) {
        var client = before.client();
        var asked = before.requestedScopes().granted().isEmpty() ? client.scopes() : before.requestedScopes();
        var granted = decision.scope() == null ? asked : requested(decision);
        var quota = decision.requestsPerSecond() == null
                ? client.requestsPerSecond()
                : checked(() -> ClientRules.quota(decision.requestsPerSecond()));
        var purposes = decision.purposes() == null
                ? client.purposes()
                : checked(() -> ClientRules.purposes(decision.purposes()));
        return withState(before, copy(client, client, granted, new Allowance(quota, purposes)), State.ACTIVE);
    }

    /// The kill switch: no token any more, those that are out stop within seconds, and what people
    /// let the client do is at an end: after a new approval they are asked again. Safe to repeat.
    Uni<ClientRegistration> disable(Caller caller, String clientId) {
        requireRole(caller, Set.of("operator"));
        return find(caller, clientId)
                .call(() -> leaveTrace(caller, "U", "disable", clientId))
                .call(() -> clients.switchOff(clientId))
                .call(() -> tokens.revokeAllOf(clientId))
                .map(before -> withState(before, before.client(), State.DISABLED));
    }

    private Uni<ClientRegistration> change(
            Caller caller, String clientId, String interaction, UnaryOperator<ClientRegistration> change) {
        return find(caller, clientId).map(change).chain(after -> save(caller, "U", interaction, after));
    }

    private Uni<ClientRegistration> save(
            Caller caller, String action, String interaction, ClientRegistration registration) {
        return leaveTrace(caller, action, interaction, registration.client().clientId())
                .chain(() -> clients.change(registration))
                .map(written -> {
                    if (!written) {
                        throw ProblemException.of(
                                ProblemCode.VERSION_CONFLICT,
                                "Somebody else changed this client at the same time. Read it again, then decide.");
                    }
                    return registration;
                });
    }

    private Uni<Void> leaveTrace(Caller caller, String action, String interaction, String clientId) {
        return audit.record(caller, List.of(AuditEntry.change(action, interaction, "Device", clientId, "")));
    }

    /// @param own what it has, or would have
    private static String roleOf(Caller caller, ClientMetadata metadata, String own) {
        var role = metadata.role() == null ? own : metadata.role();
        var roles = isOperator(caller) ? ROLES_OF_OPERATORS : ROLES_FOR_ALL;
        if (!role.equals(own) && !roles.contains(role)) {
            throw ClientMetadata.refused(
                    "role must be one of " + roles.stream().sorted().toList() + ".");
        }
        return role;
    }

    private Client clientOf(String id, String role, OdsCode organisation, ClientMetadata metadata, Scopes scopes) {
        var name = metadata.name();
        if (name == null || name.isBlank() || name.length() > LONGEST_NAME || name.indexOf(0) >= 0) {
            throw ClientMetadata.refused("client_name is missing or longer than " + LONGEST_NAME + " characters.");
        }
        if (metadata.authMethod() != null && !AUTH_METHODS.contains(metadata.authMethod())) {
            throw ClientMetadata.refused("token_endpoint_auth_method must be private_key_jwt or none.");
        }
        return checked(() -> {
            var keys =
                    metadata.isPublic() ? new ClientKeys.None() : ClientRules.keys(metadata.jwks(), metadata.jwksUri());
            if (keys instanceof ClientKeys.Published(var address)) {
                keySets.requireAllowed(address);
            }
            return new Client(
                    id,
                    name,
                    organisation,
                    role,
                    Optional.empty(),
                    Optional.empty(),
                    scopes,
                    keys,
                    ClientRules.constraint(metadata.constraint(), metadata.certificateDigest()),
                    ClientRules.DEFAULT_QUOTA,
                    ClientRules.grants(metadata.grantTypes()),
                    new Client.Redirects(
                            ClientRules.redirects(metadata.redirectUris()),
                            ClientRules.redirects(metadata.logoutRedirectUris())),
                    ClientRules.DEFAULT_PURPOSES);
        });
    }

    private static Scopes requested(ClientMetadata metadata) {
        var text = metadata.scope() == null ? "" : metadata.scope().strip();
        return checked(() -> ClientRules.scopes(text.isEmpty() ? List.of() : List.of(text.split(" +"))));
    }

    private static List<String> contacts(ClientMetadata metadata) {
        var contacts = metadata.contacts() == null ? List.<String>of() : metadata.contacts();
        if (contacts.size() > MAX_CONTACTS
                || contacts.stream().anyMatch(contact -> !contact.matches("[\\x21-\\x7e]{3,200}"))) {
            throw ClientMetadata.refused("contacts: at most " + MAX_CONTACTS + " addresses without blanks.");
        }
        return contacts;
    }

    private static <T> T checked(java.util.function.Supplier<T> rule) {
        try {
            return rule.get();
        } catch (IllegalArgumentException wrong) {
            throw ClientMetadata.refused(String.valueOf(wrong.getMessage()));
        }
    }

    private static ClientRegistration withState(ClientRegistration before, Client client, State state) {
        return new ClientRegistration(
                client,
                state,
                before.requestedScopes(),
                before.contacts(),
                before.registeredBy(),
                before.registeredAt(),
                before.lastUsed(),
                before.version());
    }

    /// What only an operator says.
    private record Allowance(int quota, Set<String> purposes) {}

    /// What an operator decided stays: role, grants, quota and purposes.
    private static Client asGranted(Client client, Client before) {
        return copy(client, before, client.scopes(), new Allowance(before.requestsPerSecond(), before.purposes()));
    }

    private static Client copy(Client client, Client decided, Scopes scopes, Allowance allowance) {
        return new Client(
                client.clientId(),
                client.name(),
                client.organisation(),
                decided.role(),
                client.fhirUser(),
                client.patient(),
                scopes,
                client.keys(),
                client.constraint(),
                allowance.quota(),
                decided.grants(),
                client.redirects(),
                allowance.purposes());
    }

    /// Clients of the bootstrap file are changed there: a developer must not put keys on an
    /// operator's client.
    private static void requireSelfRegistered(ClientRegistration registration) {
        if (registration.registeredBy().isEmpty()) {
            throw ProblemException.of(
                    ProblemCode.ACCESS_DENIED, "This client was registered by the region's operator, who changes it.");
        }
    }

    private static boolean isOperator(Caller caller) {
        return caller.role().equals("operator");
    }

    private static void requireRole(Caller caller, Set<String> roles) {
        if (!roles.contains(caller.role())) {
            throw ProblemException.of(
                    ProblemCode.ACCESS_DENIED,
                    "Registrations are for clients of role "
                            + String.join(" or ", roles.stream().sorted().toList()) + ".");
        }
    }
}
