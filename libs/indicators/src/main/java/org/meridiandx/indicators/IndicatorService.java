package org.meridiandx.indicators;

import io.quarkus.arc.All;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Answers a question by the indicators of this service, one after the other.
@ApplicationScoped
class IndicatorService {
    private final List<IndicatorSource> sources;
    private final Semaphore permits;

    IndicatorService(@All List<IndicatorSource> sources, IndicatorConfig config) {
        this.sources = sources.stream()
                .sorted(Comparator.comparing(source -> source.definition().name()))
                .toList();
        this.permits = new Semaphore(config.atOnce());
    }

    /// @return fails with [ProblemException] 400 for an unknown name, 422 when it takes too long, 429
    ///     when as many are being answered as may be
    Uni<List<Indicator>> answer(IndicatorRequest request) {
        var wanted = wanted(request);
        if (!permits.tryAcquire()) {
            return Uni.createFrom()
                    .failure(ProblemException.of(
                            ProblemCode.TOO_MANY_REQUESTS,
                            "Other questions are being counted at the moment. Ask again shortly."));
        }
        return Multi.createFrom()
                .iterable(wanted)
                .onItem()
                .transformToUniAndConcatenate(source -> counted(source, request))
                .onItem()
                .<Indicator>disjoint()
                .collect()
                .asList()
                .onTermination()
                .invoke(() -> permits.release());
    }

    private List<IndicatorSource> wanted(IndicatorRequest request) {
        var wanted = sources.stream()
                .filter(source -> request.name().isEmpty()
                        || request.name().get().equals(source.definition().name()))
                .toList();
        if (wanted.isEmpty() && request.name().isPresent()) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER,
                    "There is no indicator of this name here. There are: "
                            + sources.stream()
                                    .map(source -> source.definition().name())
                                    .collect(Collectors.joining(", "))
                            + ".",
                    "name");
        }
        return wanted;
    }

    private static Uni<List<Indicator>> counted(IndicatorSource source, IndicatorRequest request) {
        var definition = source.definition();
        return source.count(request.question())
                .map(counts -> SmallNumbers.shown(definition.kind(), counts).stream()
                        .map(shown -> new Indicator(
                                definition,
                                request.organisation().orElse("*"),
                                request.period(),
                                shown.group(),
                                shown.numerator(),
                                shown.denominator()))
                        .toList());
    }
}
