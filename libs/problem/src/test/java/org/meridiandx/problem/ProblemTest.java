package org.meridiandx.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTest {
    private final ObjectMapper json = new ObjectMapper();

    @ParameterizedTest
    @EnumSource(ProblemCode.class)
    void shouldTellEachCodeAlikeInEveryForm(ProblemCode code) throws Exception {
        // Given
        var problem = Problem.of(code, "What to do next.", "Patient.identifier");

        // When
        var outcome = json.readTree(OperationOutcomes.toJson(List.of(problem)));
        var details = json.readTree(ProblemDetails.toJson(problem));

        // Then
        var issue = outcome.path("issue").path(0);
        assertThat(issue.path("code").asText()).isEqualTo(code.issueType());
        assertThat(issue.path("details").path("coding").path(0).path("code").asText())
                .isEqualTo(code.nhsCode());
        assertThat(issue.path("expression").path(0).asText()).isEqualTo("Patient.identifier");
        assertThat(details.path("status").asInt()).isEqualTo(code.httpStatus());
        assertThat(details.path("type").asText()).endsWith(code.slug());
    }

    @Test
    void shouldBlameTheServerOnlyForItsOwnFaults() {
        // Given / When
        var ours = List.of(ProblemCode.values()).stream()
                .filter(code -> code.httpStatus() >= 500)
                .toList();

        // Then
        assertThat(ours).containsExactly(ProblemCode.UNAVAILABLE, ProblemCode.TIMEOUT, ProblemCode.INTERNAL);
    }

    @ParameterizedTest
    @EnumSource(ProblemCode.class)
    void shouldKeepTheStatusWhenItComesBackFromHttp(ProblemCode code) {
        // Given / When
        var back = ProblemCode.ofHttpStatus(code.httpStatus());

        // Then
        assertThat(back.httpStatus()).isEqualTo(code.httpStatus());
    }
}
