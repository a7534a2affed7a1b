package org.meridiandx.order.groups.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupStatusTest {
    @ParameterizedTest
    @CsvSource({
        "active, active",
        "active draft on-hold completed revoked entered-in-error, active",
        "on-hold completed, on-hold",
        "on-hold draft, on-hold",
        "draft revoked, draft",
        "completed revoked, completed",
        "revoked revoked, revoked",
        "revoked entered-in-error, revoked",
        "entered-in-error, entered-in-error"
    })
    void shouldFollowItsMembers(String members, String status) {
        assertThat(GroupStatus.of(List.of(members.split(" ")))).isEqualTo(status);
    }
}
