package org.meridiandx.result.reports;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;

/// The parameters of `POST _search`: those of the form and those of the URL.
final class Forms {
    private Forms() {}

    static MultivaluedMap<String, String> merged(MultivaluedMap<String, String> form, UriInfo uri) {
        var all = new MultivaluedHashMap<String, String>(uri.getQueryParameters());
        form.forEach((name, values) -> values.forEach(value -> all.add(name, value)));
        return all;
    }
}
