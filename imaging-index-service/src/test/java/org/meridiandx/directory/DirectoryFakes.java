package org.meridiandx.directory;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Function;
import org.meridiandx.contracts.api.v1.FindOrderResponse;
import org.meridiandx.contracts.api.v1.FindPatientRequest;
import org.meridiandx.contracts.api.v1.FindPatientResponse;

/// Clients of directories that answer what a test says.
public final class DirectoryFakes {
    private DirectoryFakes() {}

    public static PatientDirectoryClient patients(Function<FindPatientRequest, Uni<FindPatientResponse>> answers) {
        return new PatientDirectoryClient(new PatientQuestions(answers::apply), Duration.ZERO);
    }

    public static OrderDirectoryClient orders(Uni<FindOrderResponse> answer) {
        return new OrderDirectoryClient(new OrderQuestions(request -> answer));
    }
}
