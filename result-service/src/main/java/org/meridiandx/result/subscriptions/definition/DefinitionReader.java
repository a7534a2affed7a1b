package org.meridiandx.result.subscriptions.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionStatus;
import org.hl7.fhir.r4.model.Type;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.resources.ResourceTree;
import org.meridiandx.result.subscriptions.channel.HookAddress;
import org.meridiandx.result.subscriptions.topics.SubscriptionTopic;

/// Reads Subscription resources. **Source:** Subscriptions R5 Backport STU 1.1, R4 profile.
@ApplicationScoped
public class DefinitionReader {
    private static final int MOST_BYTES = 65_536;
    private final HookAddress addresses;

    DefinitionReader(HookAddress addresses) {
        this.addresses = addresses;
    }

    /// @param body UTF-8 JSON as it was sent
    /// @throws ProblemException 400 or 422 with the place
    public Definition read(byte[] body) {
        if (body.length > MOST_BYTES) {
            throw ProblemException.of(
                    ProblemCode.TOO_LARGE, "A Subscription has at most " + MOST_BYTES + " bytes.", "Subscription");
        }
        var sent = FhirJson.parse(body, Subscription.class);
        var status = sent.getStatus();
        if (status != SubscriptionStatus.REQUESTED && status != SubscriptionStatus.OFF) {
            throw ProblemException.of(
                    status == null ? ProblemCode.MISSING_VALUE : ProblemCode.BUSINESS_RULE,
                    "The status to send is requested, or off; the region sets the others.",
                    "Subscription.status");
        }
        if (!sent.hasReason()) {
            throw ProblemException.of(ProblemCode.MISSING_VALUE, "Say what it is for (reason).", "Subscription.reason");
        }
        var channel = new ChannelReader(sent.getChannel());
        channel.requireRestHook();
        return new Definition(
                topic(sent),
                status == SubscriptionStatus.OFF,
                endpoint(sent),
                channel.headers(),
                channel.payload(),
                channel.heartbeat(),
                channel.timeout(),
                channel.maxCount(),
                Optional.ofNullable(sent.getEnd()).map(java.util.Date::toInstant),
                FilterReader.read(filters(sent)),
                ResourceTree.write(served(body)));
    }

    private static SubscriptionTopic topic(Subscription sent) {
        if (!sent.hasCriteria()) {
            throw ProblemException.of(
                    ProblemCode.MISSING_VALUE, "The criteria name the topic.", "Subscription.criteria");
        }
        return SubscriptionTopic.of(sent.getCriteria())
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.UNPROCESSABLE,
                        "The topics are " + String.join(", ", SubscriptionTopic.urls()) + ".",
                        "Subscription.criteria"));
    }

    private String endpoint(Subscription sent) {
        var endpoint = Optional.ofNullable(sent.getChannel().getEndpoint()).orElse("");
        addresses.refusal(endpoint).ifPresent(why -> {
            throw ProblemException.of(ProblemCode.UNPROCESSABLE, why, "Subscription.channel.endpoint");
        });
        return endpoint;
    }

    private static List<String> filters(Subscription sent) {
        return sent.getCriteriaElement().getExtensionsByUrl(Backport.FILTER).stream()
                .map(DefinitionReader::text)
                .toList();
    }

    /// Empty where it has no value, or one of many parts.
    private static String text(Extension filter) {
        return Optional.ofNullable(filter.getValue()).map(Type::primitiveValue).orElse("");
    }

    /// Header values are secrets: they are used and not shown again.
    private static ObjectNode served(byte[] body) {
        var tree = ResourceTree.parse(body);
        tree.remove(List.of("id", "meta", "status", "error", "text"));
        if (tree.path("channel") instanceof ObjectNode channel) {
            channel.remove(List.of("header", "_header"));
        }
        return tree;
    }
}
