/// `dx bench results`: what result-service and its database do on one core, with real decisions
/// and a real audit: read, search, create, bundles, HL7 v2.
@NullMarked
package org.meridiandx.bench.results;

import org.jspecify.annotations.NullMarked;
