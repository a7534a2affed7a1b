package org.meridiandx.testkit.identity;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.meridiandx.contracts.api.v1.AccessAnswer;
import org.meridiandx.contracts.api.v1.AccessCaller;
import org.meridiandx.contracts.api.v1.AccessDecisionsGrpc;
import org.meridiandx.contracts.api.v1.AccessQuestion;
import org.meridiandx.contracts.api.v1.DecideRequest;
import org.meridiandx.contracts.api.v1.DecideResponse;

/// Answers access questions from what a test said.
///
/// At first everybody may do everything but the organisation of [Persona#STRANGER], and a patient sees only their own
/// record. After [#denyByDefault()] only the record's own organisations, the patient and the relationships given by
/// [#relate] are let through, as in the real service.
public final class AccessTable extends AccessDecisionsGrpc.AccessDecisionsImplBase {

    private final Set<String> relationships = ConcurrentHashMap.newKeySet();
    private final Set<String> refusals = ConcurrentHashMap.newKeySet();
    private final Set<String> masks = ConcurrentHashMap.newKeySet();
    private final Set<String> unregistered = ConcurrentHashMap.newKeySet();
    private final List<DecideRequest> asked = new CopyOnWriteArrayList<>();
    private volatile boolean deniedByDefault;
    private volatile boolean sealed;
    private volatile boolean unavailable;

    AccessTable() {}

    /// Gives an organisation a relationship with a patient.
    public void relate(String organisation, String patientId) {
        relationships.add(organisation + "|" + patientId);
    }

    /// Refuses one organisation one patient, whatever else holds.
    public void refuse(String organisation, String patientId) {
        refusals.add(organisation + "|" + patientId);
    }

    /// Switches a client off, or on again.
    public void unregister(String clientId, boolean gone) {
        if (gone) {
            unregistered.add(clientId);
        } else {
            unregistered.remove(clientId);
        }
    }

    /// Shows one organisation the records of a patient masked only.
    public void mask(String organisation, String patientId) {
        masks.add(organisation + "|" + patientId);
    }

    /// From now on records with security labels are for the organisations that they name.
    public void sealLabelled() {
        sealed = true;
    }

    /// From now on nothing is allowed without a reason.
    public void denyByDefault() {
        deniedByDefault = true;
    }

    /// Makes every question fail with UNAVAILABLE, or answers again.
    public void unavailable(boolean gone) {
        unavailable = gone;
    }

    /// Every request since the start or the last reset, oldest first.
    public List<DecideRequest> asked() {
        return List.copyOf(asked);
    }

    /// Forgets everything that a test said.
    public void reset() {
        relationships.clear();
        refusals.clear();
        masks.clear();
        unregistered.clear();
        asked.clear();
        deniedByDefault = false;
        sealed = false;
        unavailable = false;
    }

    @Override
    public void decide(DecideRequest request, StreamObserver<DecideResponse> answer) {
        if (unavailable) {
            answer.onError(Status.UNAVAILABLE.asRuntimeException());
            return;
        }
        asked.add(request);
        var response = DecideResponse.newBuilder();
        request.getQuestionsList().forEach(question -> response.addAnswers(decide(request.getCaller(), question)));
        answer.onNext(response.build());
        answer.onCompleted();
    }

    private AccessAnswer decide(AccessCaller caller, AccessQuestion question) {
        String pair = caller.getOrganisation() + "|" + question.getPatientId();
        if (unregistered.contains(caller.getClientId())) {
            return answer(false, "unknown-client");
        }
        if (refusals.contains(pair)) {
            return answer(false, "no-relationship");
        }
        if (masks.contains(pair)) {
            return answer(true, "relationship").toBuilder()
                    .addObligations("mask")
                    .build();
        }
        if (!caller.getPatientId().isEmpty()) {
            boolean self = caller.getPatientId().equals(question.getPatientId());
            return answer(self, self ? "self" : "no-relationship");
        }
        if (question.getOrganisationsList().contains(caller.getOrganisation())) {
            return answer(true, "own-organisation");
        }
        if (sealed && question.getLabelsCount() > 0) {
            return answer(false, "sealed");
        }
        if (relationships.contains(pair)) {
            return answer(true, "relationship");
        }
        boolean known = !caller.getOrganisation().equals(Persona.STRANGER.organisation());
        boolean allowed = known && !deniedByDefault;
        return answer(allowed, allowed ? "relationship" : "no-relationship");
    }

    private static AccessAnswer answer(boolean allowed, String reason) {
        return AccessAnswer.newBuilder().setAllowed(allowed).setReason(reason).build();
    }
}
