package org.meridiandx.fhir;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.inject.AmbiguousResolutionException;
import jakarta.enterprise.inject.Instance;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class ShownRowsTest {
    /// @param found how many beans hold something back
    @SuppressWarnings("unchecked")
    private static Instance<StoredResources.Withholding> rules(int found) {
        return (Instance<StoredResources.Withholding>) Proxy.newProxyInstance(
                ShownRowsTest.class.getClassLoader(),
                new Class<?>[] {Instance.class},
                (instance, method, arguments) -> switch (method.getName()) {
                    case "isUnsatisfied" -> found == 0;
                    case "isAmbiguous" -> found > 1;
                    case "isResolvable" -> found == 1;
                    default -> throw new AmbiguousResolutionException(found + " beans");
                });
    }

    @Test
    void shouldShowAllWhereNothingIsHeldBack() {
        assertThatCode(() -> new ShownRows(rules(0))).doesNotThrowAnyException();
    }

    @Test
    void shouldNotStartWhereItIsNotKnownWhichRuleCounts() {
        assertThatThrownBy(() -> new ShownRows(rules(2))).isInstanceOf(AmbiguousResolutionException.class);
    }
}
