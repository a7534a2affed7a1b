package org.meridiandx.testkit.identity;

import io.grpc.BindableService;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.meridiandx.contracts.api.v1.OpenReport;
import org.meridiandx.contracts.api.v1.OpenReportsRequest;
import org.meridiandx.contracts.api.v1.OpenReportsResponse;
import org.meridiandx.contracts.api.v1.RecentResult;
import org.meridiandx.contracts.api.v1.RecentResultsGrpc;
import org.meridiandx.contracts.api.v1.RecentResultsRequest;
import org.meridiandx.contracts.api.v1.RecentResultsResponse;
import org.meridiandx.contracts.api.v1.RecentStudiesGrpc;
import org.meridiandx.contracts.api.v1.RecentStudiesRequest;
import org.meridiandx.contracts.api.v1.RecentStudiesResponse;
import org.meridiandx.contracts.api.v1.RecentStudy;

/// Answers what was measured and imaged of a patient, as result-service and imaging-index-service
/// do, from what a test added.
public final class RecentTable {
    private final Map<String, List<RecentResult>> results = new ConcurrentHashMap<>();
    private final Map<String, List<RecentStudy>> studies = new ConcurrentHashMap<>();
    private final Map<String, List<OpenReport>> reports = new ConcurrentHashMap<>();
    private volatile State ofResults = State.ANSWERS;
    private volatile State ofStudies = State.ANSWERS;

    RecentTable() {}

    /// How a service is.
    public enum State {
        ANSWERS,
        /// Every question fails with UNAVAILABLE.
        AWAY,
        /// No question is ever answered.
        HANGS,
        /// It is older than organisations and labels, and tells neither.
        TELLS_NO_LABELS
    }

    public void add(String patientId, RecentResult result) {
        results.computeIfAbsent(patientId, id -> new CopyOnWriteArrayList<>()).add(result);
    }

    public void add(String patientId, RecentStudy study) {
        studies.computeIfAbsent(patientId, id -> new CopyOnWriteArrayList<>()).add(study);
    }

    /// A report that nobody has acknowledged.
    public void add(String patientId, OpenReport report) {
        reports.computeIfAbsent(patientId, id -> new CopyOnWriteArrayList<>()).add(report);
    }

    /// How result-service is from now on.
    public void results(State state) {
        ofResults = state;
    }

    /// How imaging-index-service is from now on.
    public void studies(State state) {
        ofStudies = state;
    }

    /// Forgets everything.
    public void reset() {
        results.clear();
        studies.clear();
        reports.clear();
        ofResults = State.ANSWERS;
        ofStudies = State.ANSWERS;
    }

    List<BindableService> services() {
        return List.of(new Results(), new Studies());
    }

    private static <A> void answer(State state, A answer, StreamObserver<A> to) {
        switch (state) {
            case ANSWERS, TELLS_NO_LABELS -> {
                to.onNext(answer);
                to.onCompleted();
            }
            case AWAY -> to.onError(Status.UNAVAILABLE.asRuntimeException());
            case HANGS -> {}
        }
    }

    private final class Results extends RecentResultsGrpc.RecentResultsImplBase {
        @Override
        public void forPatient(RecentResultsRequest request, StreamObserver<RecentResultsResponse> to) {
            var all = results.getOrDefault(request.getPatientId(), List.of()).stream()
                    .filter(result -> request.getCodesCount() == 0
                            || request.getCodesList().contains(result.getCode()))
                    .toList();
            answer(
                    ofResults,
                    RecentResultsResponse.newBuilder()
                            .addAllResults(all)
                            .setLabelsTold(ofResults == State.ANSWERS)
                            .build(),
                    to);
        }

        @Override
        public void unacknowledged(OpenReportsRequest request, StreamObserver<OpenReportsResponse> to) {
            answer(
                    ofResults,
                    OpenReportsResponse.newBuilder()
                            .addAllReports(reports.getOrDefault(request.getPatientId(), List.of()))
                            .setLabelsTold(ofResults == State.ANSWERS)
                            .build(),
                    to);
        }
    }

    private final class Studies extends RecentStudiesGrpc.RecentStudiesImplBase {
        @Override
        public void forPatient(RecentStudiesRequest request, StreamObserver<RecentStudiesResponse> to) {
            var all = studies.getOrDefault(request.getPatientId(), List.of());
            answer(
                    ofStudies,
                    RecentStudiesResponse.newBuilder()
                            .addAllStudies(all)
                            .setLabelsTold(ofStudies == State.ANSWERS)
                            .build(),
                    to);
        }
    }
}
