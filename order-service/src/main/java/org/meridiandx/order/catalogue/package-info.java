/// The region's catalogue of orderable tests, and who performs them.
///
/// ActivityDefinitions over HTTP ([CatalogueResource]), kept with every version
/// ([CatalogueService]), first taken from a file ([CatalogueFile]). [CatalogueInForce] holds all of
/// them in memory, for the questions that must not cost a query: which test is this code, what did
/// they mean by these words, who is to do it ([RoutingService]).
@NullMarked
package org.meridiandx.order.catalogue;

import org.jspecify.annotations.NullMarked;
