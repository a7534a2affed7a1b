package org.meridiandx.identity.signin.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimsTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 6, 15);
    private static final Map<String, String> ROLES = Map.of("R8000", "clinician");

    @Test
    void shouldReadTheRoleProfilesThatCountHere() throws Exception {
        // Given
        var person = json("""
                {"nhsid_useruid":"910000000001","name":"VERMA Asha (Dr)","id_assurance_level":"3",
                 "nhsid_nrbac_roles":[
                  {"person_roleid":"1","org_code":"Y90001","role_name":"GP","role_code":"S8000:G8000:R8000"},
                  {"person_roleid":"2","org_code":"Y90001","role_name":"Porter","role_code":"S8001:G8002:R9999"},
                  {"person_roleid":"3","org_code":"<script>","role_name":"GP","role_code":"R8000"}],
                 "nhsid_user_orgs":[{"org_code":"Y90001","org_name":"Larkfield Surgery"}]}""");
        var idToken = json("{\"authentication_assurance_level\":\"3\"}");

        // When
        var outcome = StaffRule.read(idToken, person, ROLES);

        // Then
        assertThat(outcome).isInstanceOfSatisfying(StaffRule.Outcome.Staff.class, staff -> {
            assertThat(staff.profiles())
                    .containsExactly(new StaffRule.Profile("1", "Y90001", "Larkfield Surgery", "GP", "clinician"));
            assertThat(staff.assurance()).isEqualTo("AAL3");
        });
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "'', 3", "AAL1_USERPASS, 3", "3, 1", "3, ''", "x, 3"})
    void shouldRefuseStaffWhoAreNotKnownWellEnough(String authentication, String identity) throws Exception {
        // Given
        var claims = json("{\"authentication_assurance_level\":\"" + authentication + "\",\"id_assurance_level\":\""
                + identity + "\",\"nhsid_useruid\":\"1\",\"nhsid_nrbac_roles\":[{\"person_roleid\":\"1\","
                + "\"org_code\":\"Y90001\",\"role_code\":\"R8000\"}]}");

        // When
        var outcome = StaffRule.read(claims, claims, ROLES);

        // Then
        assertThat(outcome).isInstanceOf(StaffRule.Outcome.Refused.class);
    }

    @ParameterizedTest
    @CsvSource({
        "P9, P9.Cp.Cd, 9990001006, 1958-03-14, true",
        "P9, P9.Cp.Cd, 9990001006, 2010-06-15, true",
        "P9, P9.Cp.Cd, 9990001006, 2010-06-16, false",
        "P5, P9.Cp.Cd, 9990001006, 1958-03-14, false",
        "P9, P5.Cp.Cd, 9990001006, 1958-03-14, false",
        "P9, P9.Cp, 9990001006, 1958-03-14, false",
        "P9, P9.Cp.Cd, 9990001007, 1958-03-14, false",
        "P9, P9.Cp.Cd, '', 1958-03-14, false",
        "P9, P9.Cp.Cd, 9990001006, yesterday, false",
        "P9, P9.Cp.Cd, 9990001006, '', false",
    })
    void shouldLetPatientsInWhoAreProvedFullyAndOldEnough(
            String level, String vector, String number, String birthDate, boolean expected) throws Exception {
        // Given
        var claims = json("{\"identity_proofing_level\":\"" + level + "\",\"vot\":\"" + vector + "\",\"nhs_number\":\""
                + number + "\",\"birthdate\":\"" + birthDate + "\"}");

        // When
        var outcome = PatientRule.read(claims, claims, Set.of("P9.Cp.Cd"), TODAY);

        // Then
        assertThat(outcome instanceof PatientRule.Outcome.Patient).isEqualTo(expected);
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }
}
