package org.meridiandx.identity.paging;

import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.UrlType;

/// Writes `next`, the address of the following page, into an answer.
///
/// @param address of the list, without its query
public record NextPage(String address) {

    /// @param asked whose query is kept
    /// @param position of the last entry shown; without one there is no next page
    public void tell(Parameters answer, UriInfo asked, Optional<Position<?>> position) {
        position.ifPresent(place -> {
            var next = UriBuilder.fromUri(address)
                    .replaceQuery(asked.getRequestUri().getRawQuery())
                    .replaceQueryParam("_cursor", place);
            answer.addParameter()
                    .setName("next")
                    .setValue(new UrlType(next.build().toString()));
        });
    }
}
