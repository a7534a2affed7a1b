package org.meridiandx.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.meridiandx.dev.partner.Answer;
import org.meridiandx.hl7v2.mllp.MllpClient.Reply;

/// What holds for every answer to bad input: whose fault and what to do, nothing of our insides.
final class AnswerRules {

    private static final Pattern INSIDES = Pattern.compile(
            "\\bat [a-z]+(\\.[\\w$]+)+\\(|\\b(java|org\\.hibernate|io\\.(quarkus|vertx|smallrye)|ca\\.uhn|com\\.fasterxml)\\."
                    + "[a-z.]*[A-Z]\\w*|NullPointerException|Caused by:|HAPI-\\d+|\\bSQLSTATE\\b");

    private final List<String> broken = new ArrayList<>();
    private int answers;

    /// Checks an answer of the gateway.
    void see(String input, Answer answer) {
        answers++;
        if (answer.status() >= 500) {
            broken.add(input + ": " + answer.status() + " " + answer.reason());
            return;
        }
        if (answer.status() >= 400) {
            shape(answer).ifPresent(fault -> broken.add(input + ": " + answer.status() + " " + fault));
            insides(answer.text()).ifPresent(found -> broken.add(input + ": tells " + found));
        }
    }

    /// Checks an acknowledgement.
    void see(String input, Reply reply) {
        answers++;
        if (!reply.code().matches("A[AER]|C[AER]")) {
            broken.add(input + ": answered with '" + reply.code() + "'");
        } else if (!reply.isAccepted() && reply.reason().isBlank()) {
            broken.add(input + ": " + reply.code() + " without a reason");
        }
        insides(reply.message().text()).ifPresent(found -> broken.add(input + ": tells " + found));
    }

    /// Notes that no answer came.
    void silent(String input, Exception cause) {
        broken.add(input + ": no answer, " + cause);
    }

    List<String> broken() {
        return broken;
    }

    int answers() {
        return answers;
    }

    private static Optional<String> shape(Answer answer) {
        var json = answer.json();
        boolean outcome = json.path("resourceType").asText().equals("OperationOutcome")
                && !json.path("issue").path(0).path("diagnostics").asText().isBlank();
        boolean problem = json.has("title") && json.has("status");
        boolean oauth = json.has("error");
        boolean dicom = json.has("00081198") || json.has("0008119A");
        return outcome || problem || oauth || dicom
                ? Optional.empty()
                : Optional.of("is neither OperationOutcome nor problem details: " + answer.reason());
    }

    private static Optional<String> insides(String text) {
        var matcher = INSIDES.matcher(text);
        return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
    }
}
