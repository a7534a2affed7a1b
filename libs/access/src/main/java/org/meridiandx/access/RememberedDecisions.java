package org.meridiandx.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Allowed answers of the last seconds, by caller and question.
///
/// Denials are never kept, so that a new ground counts at once. What ended is forgotten when the
/// event says so ([#forget]): also an answer that was given before the end and arrives after the
/// event.
@Singleton
class RememberedDecisions {
    private static final Duration LONGEST_QUESTION = Duration.ofSeconds(10);
    private final Cache<Question, Kept> answers;
    private final Cache<String, Long> forgotten;
    private final AtomicLong stamps = new AtomicLong();

    RememberedDecisions(AccessConfig config) {
        answers = Caffeine.newBuilder()
                .maximumSize(config.rememberedAtMost())
                .expireAfterWrite(config.rememberedFor())
                .build();
        forgotten = Caffeine.newBuilder()
                .expireAfterWrite(config.rememberedFor().plus(LONGEST_QUESTION))
                .build();
    }

    /// To be taken before a question is asked, and given to [#keep] with its answer.
    long stamp() {
        return stamps.get();
    }

    Optional<AccessDecision> find(Caller caller, AccessRequest request) {
        var kept = answers.getIfPresent(new Question(caller, request));
        return kept != null && isGood(kept.stamp(), request) ? Optional.of(kept.decision()) : Optional.empty();
    }

    void keep(Caller caller, AccessRequest request, AccessDecision decision, long stamp) {
        if (decision.isAllowed() && isGood(stamp, request)) {
            answers.put(new Question(caller, request), new Kept(decision, stamp));
        }
    }

    /// Forgets every answer about a patient.
    void forget(String patientId) {
        forgotten.put(patientId, stamps.incrementAndGet());
    }

    private boolean isGood(long stamp, AccessRequest request) {
        var end = request.patientId().map(forgotten::getIfPresent);
        return end.isEmpty() || stamp >= end.get();
    }

    private record Question(Caller caller, AccessRequest request) {}

    private record Kept(AccessDecision decision, long stamp) {}
}
