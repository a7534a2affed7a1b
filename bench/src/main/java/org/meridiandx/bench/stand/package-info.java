/// The servers of a comparison, each in processes of its own: PostgreSQL and Kafka,
/// identity-service as a region runs it, and Keycloak. All of them on one core, the generator on
/// another.
@NullMarked
package org.meridiandx.bench.stand;

import org.jspecify.annotations.NullMarked;
