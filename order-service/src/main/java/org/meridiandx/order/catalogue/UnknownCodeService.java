package org.meridiandx.order.catalogue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.meridiandx.order.catalogue.rules.CatalogueTest;
import org.meridiandx.order.catalogue.rules.CatalogueTest.LocalCode;

/// Keeps the codes of orders that mean no test of the catalogue, for people who map them.
///
/// The order itself is taken as it is. One row is kept for a code, not for an order: an
/// organisation that has mapped nothing yet must not fill the list with every order that it sends.
@Singleton
public class UnknownCodeService {
    private static final int MOST_SHOWN = 500;
    private static final int MOST_LETTERS = 200;
    private final CatalogueInForce catalogue;
    private final UnknownCodeRepository codes;
    private final Clock clock;

    /// Codes that were kept a short time ago: a row that is there is not written with every order.
    private final Cache<LocalCode, Boolean> kept = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(10))
            .build();

    UnknownCodeService(CatalogueInForce catalogue, UnknownCodeRepository codes, Clock clock) {
        this.catalogue = catalogue;
        this.codes = codes;
        this.clock = clock;
    }

    /// Whether there is anything to note: no code of the order is known, and that was not noted a
    /// short time ago. For callers that would have to begin a transaction for it.
    public boolean isNews(String organisation, CodeableConcept test) {
        var named = test.getCoding().stream().filter(Coding::hasCode).toList();
        return !named.isEmpty()
                && named.stream().noneMatch(coding -> isKnown(organisation, coding))
                && kept.getIfPresent(new LocalCode(organisation, codeOf(named.getFirst()))) == null;
    }

    /// Notes, in the caller's transaction, the first code of an order where the catalogue knows
    /// none of its codes. Safe to repeat.
    ///
    /// @param organisation ODS code of the one that sent the order
    /// @return whether its sender should hear of it: its codes are mapped, and this one is not
    @WithTransaction
    public Uni<Boolean> note(String organisation, CodeableConcept test) {
        var named = test.getCoding().stream().filter(Coding::hasCode).toList();
        if (named.isEmpty() || named.stream().anyMatch(coding -> isKnown(organisation, coding))) {
            return Uni.createFrom().item(false);
        }
        var unknown = new UnknownCode(
                new LocalCode(organisation, codeOf(named.getFirst())), displayOf(test), clock.instant());
        var hears = catalogue.hasCodesOf(organisation);
        if (kept.getIfPresent(unknown.code()) != null) {
            return Uni.createFrom().item(hears);
        }
        return Panache.getSession()
                .chain(session -> codes.add(session, unknown))
                .invoke(() -> kept.put(unknown.code(), true))
                .replaceWith(hears);
    }

    /// What nobody has mapped yet, the newest first.
    ///
    /// @param organisation ODS code; empty for all
    Uni<List<UnknownCode>> waiting(String organisation) {
        return codes.newest(organisation, MOST_SHOWN);
    }

    private boolean isKnown(String organisation, Coding coding) {
        var code = codeOf(coding);
        return catalogue.byCode(code).isPresent()
                || catalogue.byLocalCode(organisation, code).isPresent();
    }

    private static CatalogueTest.Code codeOf(Coding coding) {
        return new CatalogueTest.Code(
                coding.hasSystem() ? shortened(coding.getSystem()) : "", shortened(coding.getCode()));
    }

    private static String displayOf(CodeableConcept test) {
        return shortened(test.getCoding().stream()
                .filter(Coding::hasDisplay)
                .map(Coding::getDisplay)
                .findFirst()
                .orElse(""));
    }

    private static String shortened(String text) {
        return text.length() <= MOST_LETTERS ? text : text.substring(0, MOST_LETTERS);
    }
}
