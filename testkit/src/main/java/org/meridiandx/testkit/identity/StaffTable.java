package org.meridiandx.testkit.identity;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.meridiandx.contracts.api.v1.FindDepartedRequest;
import org.meridiandx.contracts.api.v1.FindDepartedResponse;
import org.meridiandx.contracts.api.v1.StaffDirectoryGrpc;

/// Answers who has left, from what a test said.
public final class StaffTable extends StaffDirectoryGrpc.StaffDirectoryImplBase {

    private final Set<String> departed = ConcurrentHashMap.newKeySet();
    private volatile boolean unavailable;

    StaffTable() {}

    /// Says that a person has left.
    public void leave(String practitionerId) {
        departed.add(practitionerId);
    }

    /// Makes every question fail with UNAVAILABLE, or answers again.
    public void unavailable(boolean gone) {
        unavailable = gone;
    }

    /// Forgets everything that a test said.
    public void reset() {
        departed.clear();
        unavailable = false;
    }

    @Override
    public void findDeparted(FindDepartedRequest request, StreamObserver<FindDepartedResponse> answer) {
        if (unavailable) {
            answer.onError(Status.UNAVAILABLE.asRuntimeException());
            return;
        }
        var response = FindDepartedResponse.newBuilder();
        request.getPractitionerIdsList().stream().filter(departed::contains).forEach(response::addPractitionerIds);
        answer.onNext(response.build());
        answer.onCompleted();
    }
}
