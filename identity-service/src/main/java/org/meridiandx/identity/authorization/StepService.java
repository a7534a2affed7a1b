package org.meridiandx.identity.authorization;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.meridiandx.identity.authorization.RequestService.Asked;
import org.meridiandx.identity.authorization.rules.FreshnessRule;
import org.meridiandx.identity.authorization.rules.PersonScopeRule;
import org.meridiandx.identity.grants.ConsentService;
import org.meridiandx.identity.grants.GrantDetails;
import org.meridiandx.identity.grants.GrantDetails.LaunchedFrom;
import org.meridiandx.identity.sessions.Person;
import org.meridiandx.identity.sessions.Session;
import org.meridiandx.identity.sessions.SessionService;
import org.meridiandx.identity.sessions.StaffRole;

/// Finds the next step of an interaction, afresh each time, from what is known: nothing that a
/// browser sends can leap over one.
@ApplicationScoped
class StepService {
    private static final StaffRole NO_ROLE = new StaffRole("", "", "", "", "patient");
    private static final LaunchContext NO_LAUNCH = new LaunchContext("", "", "", "", "", true);
    private final SessionService sessions;
    private final ConsentService consents;
    private final LaunchService launches;
    private final ActingFor acting;
    private final Clock clock;

    StepService(
            SessionService sessions, ConsentService consents, LaunchService launches, ActingFor acting, Clock clock) {
        this.sessions = sessions;
        this.consents = consents;
        this.launches = launches;
        this.acting = acting;
        this.clock = clock;
    }

    /// @param sessionId from the cookie
    /// @return the step; fails with [AppRefusal] where the app must hear of it
    Uni<Step> next(Asked asked, Optional<String> sessionId) {
        return sessionId
                .map(id -> asked.request().isSilent() ? sessions.find(id) : sessions.use(id))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .chain(found -> found.map(session -> inSession(asked, session)).orElseGet(() -> signIn(asked)));
    }

    private Uni<Step> inSession(Asked asked, Session session) {
        var signedIn = new FreshnessRule.SignedIn(session.startedAt(), session.authenticatedAt());
        return switch (FreshnessRule.check(
                asked.request(), asked.interaction().createdAt(), signedIn, clock.instant())) {
            case FRESH -> launchOf(asked).chain(launch -> signedIn(asked, session, launch));
            case SIGN_IN -> signIn(asked);
            case NOT_ASKED ->
                throw refusal(asked, "login_required", "The sign-in service did not ask the person to sign in again.");
        };
    }

    private static Uni<Step> signIn(Asked asked) {
        var isAnew = asked.request().wantsSignIn() || asked.request().maxAge().isPresent();
        return step(asked, new Step.SignIn(isAnew), "login_required", "The person is not signed in.");
    }

    private Uni<LaunchContext> launchOf(Asked asked) {
        var handle = asked.request().launch();
        return handle.isEmpty()
                ? Uni.createFrom().item(NO_LAUNCH)
                : launches.look(handle)
                        .map(found -> found.orElseThrow(() -> refusal(
                                asked, "invalid_request", "launch: the handle is not known, was used or is too old.")));
    }

    private Uni<Step> signedIn(Asked asked, Session session, LaunchContext launch) {
        var person = session.person();
        if (person.kind() == Person.Kind.PATIENT) {
            return isForThemself(asked, person, launch)
                    ? withPatient(asked, session, NO_ROLE, launch, person.patientId())
                    : acting.of(asked, person)
                            .chain(others -> forWhom(asked, session, launch, new Step.ChooseForWhom(person, others)));
        }
        var roles = person.roles().stream()
                .filter(role ->
                        launch.organisation().isEmpty() || launch.organisation().equals(role.organisation()))
                .toList();
        if (roles.isEmpty()) {
            throw refusal(asked, "access_denied", "launch: the person has no role at the organisation of the EHR.");
        }
        var chosen = roles.size() == 1
                ? Optional.of(roles.getFirst())
                : roles.stream()
                        .filter(role -> asked.interaction().roleProfile().equals(Optional.of(role.profile())))
                        .findFirst();
        return chosen.map(role -> withRole(asked, session, role, launch))
                .orElseGet(() -> step(
                        asked,
                        new Step.ChooseRole(person, roles),
                        "interaction_required",
                        "The person has to choose a role."));
    }

    /// Who uses an app that asks for no patient, or was launched for them, uses it for themself: nobody
    /// else is looked up.
    private static boolean isForThemself(Asked asked, Person person, LaunchContext launch) {
        return launch.patientId().isEmpty()
                ? !asked.request().needsPatient()
                : launch.patientId().equals(person.patientId());
    }

    /// Who is proxy of nobody uses an app for themself.
    private Uni<Step> forWhom(Asked asked, Session session, LaunchContext launch, Step.ChooseForWhom choice) {
        if (!launch.patientId().isEmpty()) {
            if (!choice.offers(launch.patientId())) {
                throw refusal(asked, "access_denied", "launch: it is for somebody else.");
            }
            return withPatient(asked, session, NO_ROLE, launch, launch.patientId());
        }
        var chosen = choice.others().isEmpty()
                ? Optional.of(choice.person().patientId())
                : asked.interaction().patientId().filter(choice::offers);
        return chosen.map(patientId -> withPatient(asked, session, NO_ROLE, launch, patientId))
                .orElseGet(() -> step(
                        asked, choice, "interaction_required", "The person has to say for whom they use the app."));
    }

    private Uni<Step> withRole(Asked asked, Session session, StaffRole role, LaunchContext launch) {
        var patientId =
                launch.patientId().isEmpty() ? asked.interaction().patientId().orElse("") : launch.patientId();
        return patientId.isEmpty() && asked.request().needsPatient()
                ? step(
                        asked,
                        new Step.ChoosePatient(session, role),
                        "interaction_required",
                        "The person has to choose a patient.")
                : withPatient(asked, session, role, launch, patientId);
    }

    private Uni<Step> withPatient(
            Asked asked, Session session, StaffRole role, LaunchContext launch, String patientId) {
        var person = session.person();
        var scopes = PersonScopeRule.narrow(asked.request().scopes(), person.kind() == Person.Kind.PATIENT);
        if (scopes.isEmpty()) {
            throw refusal(asked, "invalid_scope", "scope: nothing of it is for this person to give.");
        }
        var details = new GrantDetails(
                person,
                String.join(" ", scopes),
                role.organisation(),
                role.role(),
                role.profile(),
                patientId,
                new LaunchedFrom(launch.encounter(), launch.intent(), launch.styleUrl(), launch.needsBanner()),
                asked.request().nonce(),
                session.authenticatedAt().getEpochSecond());
        return agreed(asked, new Step.Ready(session, details, scopes));
    }

    private Uni<Step> agreed(Asked asked, Step.Ready ready) {
        var subject = ready.session().person().subject();
        return consents.covers(subject, asked.client().clientId(), ready.scopes())
                .chain(covered -> covered && isRemembered(asked)
                        ? Uni.createFrom().item(new Step.Give(ready))
                        : step(
                                asked,
                                new Step.AskConsent(ready),
                                "consent_required",
                                "The person has not agreed to this yet."));
    }

    /// What the person agreed to before counts again only for the app that they said it to.
    static boolean isRemembered(Asked asked) {
        return !asked.request().prompts().contains("consent")
                && asked.client().isSurelyAt(asked.request().redirectUri());
    }

    /// A silent request shows nothing to anybody.
    private static Uni<Step> step(Asked asked, Step step, String error, String description) {
        if (asked.request().isSilent()) {
            throw refusal(asked, error, description);
        }
        return Uni.createFrom().item(step);
    }

    private static AppRefusal refusal(Asked asked, String error, String description) {
        return new AppRefusal(asked.request().redirectUri(), asked.request().state(), error, description);
    }

    /// Puts on record what the page of a step tells of others than its reader. It is not to be shown
    /// before.
    Uni<Void> noteShown(Asked asked, Step step) {
        return step instanceof Step.ChooseForWhom(var person, var others)
                ? acting.noteShown(asked, person, others)
                : Uni.createFrom().voidItem();
    }

    /// The scopes of a step in plain words.
    static List<String> inWords(Step.Ready ready) {
        return PersonScopeRule.inWords(ready.scopes());
    }
}
