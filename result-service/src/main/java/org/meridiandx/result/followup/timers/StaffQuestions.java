package org.meridiandx.result.followup.timers;

import io.quarkus.grpc.GrpcClient;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.meridiandx.contracts.api.v1.FindDepartedRequest;
import org.meridiandx.contracts.api.v1.FindDepartedResponse;
import org.meridiandx.contracts.api.v1.StaffDirectory;

/// The call to identity-service, with a time limit. What fails is asked again at the next look.
@ApplicationScoped
class StaffQuestions {
    private final StaffDirectory directory;

    StaffQuestions(@GrpcClient("identity") StaffDirectory directory) {
        this.directory = directory;
    }

    /// Of these people, who has left.
    @Timeout(value = 5, unit = ChronoUnit.SECONDS)
    Uni<List<String>> departed(Collection<String> practitionerIds) {
        return directory
                .findDeparted(FindDepartedRequest.newBuilder()
                        .addAllPractitionerIds(practitionerIds)
                        .build())
                .map(FindDepartedResponse::getPractitionerIdsList);
    }
}
