/// `dx bench identity`: what identity-service does in a second, beside Keycloak where Keycloak does
/// the same, and what a verified token, a search, a decision and a line of audit cost.
@NullMarked
package org.meridiandx.bench.identity;

import org.jspecify.annotations.NullMarked;
