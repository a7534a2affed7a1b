package org.meridiandx.identity.staff;

import io.grpc.Status;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import org.meridiandx.contracts.api.v1.FindDepartedRequest;
import org.meridiandx.contracts.api.v1.FindDepartedResponse;
import org.meridiandx.contracts.api.v1.StaffDirectory;

/// Tells the other services who has left, so that their work does not stay with them.
@GrpcService
class StaffDirectoryGrpcService implements StaffDirectory {
    private static final int MOST = 1_000;
    private final StaffRepository repository;

    StaffDirectoryGrpcService(StaffRepository repository) {
        this.repository = repository;
    }

    @Override
    public Uni<FindDepartedResponse> findDeparted(FindDepartedRequest request) {
        if (request.getPractitionerIdsCount() > MOST) {
            return Uni.createFrom()
                    .failure(Status.INVALID_ARGUMENT
                            .withDescription("at most " + MOST + " people at a time")
                            .asRuntimeException());
        }
        return repository
                .departed(request.getPractitionerIdsList())
                .map(ids -> FindDepartedResponse.newBuilder()
                        .addAllPractitionerIds(ids)
                        .build());
    }
}
