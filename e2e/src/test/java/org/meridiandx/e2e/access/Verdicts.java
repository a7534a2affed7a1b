package org.meridiandx.e2e.access;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.meridiandx.e2e.world.Asker;
import org.meridiandx.e2e.world.WorldPatient;
import org.meridiandx.e2e.world.WorldRecord;
import org.meridiandx.testkit.policy.ReferencePolicy;
import org.meridiandx.testkit.policy.ReferencePolicy.Promise;

/// What the reference policy says of askers and records; nothing of the region is asked.
final class Verdicts {

    private static final Promise NO_SCOPE = new Promise(false, "scope", Set.of(), 0);

    private final ReferencePolicy policy = ReferencePolicy.read();

    /// @param action letter of SMART v2
    Promise of(Asker asker, String action, WorldRecord record) {
        var records = new HashSet<String>();
        if (record.organisations().contains(asker.organisation())) {
            records.add("named");
        }
        return of(asker, action, new About(record.type(), record.patient(), records, record.labels()));
    }

    /// Whether a search may be asked that names a patient.
    Promise gate(Asker asker, String type, WorldPatient patient) {
        return of(asker, "s", new About(type, patient, Set.of("search"), Set.of()));
    }

    /// The same where no scopes come first.
    Promise ofAnyScope(Asker asker, String action, WorldRecord record) {
        return of(asker.withAllScopes(), action, record);
    }

    /// What is asked about.
    ///
    /// @param records `named` or `search`
    record About(String type, WorldPatient patient, Set<String> records, Set<String> labels) {}

    Promise of(Asker asker, String action, About about) {
        var isOwn = asker.self().filter(about.patient()::equals).isPresent();
        if (!asker.hasScopeFor(about.type()) || asker.isForOnePatient() && !isOwn) {
            return NO_SCOPE;
        }
        var records = new HashSet<>(about.records());
        if (isOwn) {
            records.add("own");
        }
        return policy.decide(new ReferencePolicy.Case(
                asker.role(),
                about.type(),
                action,
                asker.purpose(),
                records,
                grounds(asker, about.patient()),
                ReferencePolicy.sealOf(about.labels()),
                consent(asker, about),
                about.patient().isOptedOut()));
    }

    private static Set<String> grounds(Asker asker, WorldPatient patient) {
        return patient.held().stream()
                .filter(ground -> ground.person().isEmpty() || ground.person().equals(asker.person()))
                .filter(ground -> ground.organisation().equals(asker.organisation())
                        || ground.organisation().isEmpty() && !ground.person().isEmpty())
                .map(WorldPatient.Held::kind)
                .collect(Collectors.toSet());
    }

    /// Of those that fit the one that names more wins; of two that name as much the refusal.
    private static String consent(Asker asker, About about) {
        var effect = "none";
        var most = -1;
        for (var rule : about.patient().rules()) {
            var named = (rule.organisation().isEmpty() ? 0 : 1) + (rule.type().isEmpty() ? 0 : 1);
            if (rule.fits(asker.organisation(), about.type()) && (named > most || named == most && rule.isDeny())) {
                most = named;
                effect = rule.isDeny() ? "deny" : "permit";
            }
        }
        return effect;
    }
}
