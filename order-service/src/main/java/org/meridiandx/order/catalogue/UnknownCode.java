package org.meridiandx.order.catalogue;

import java.time.Instant;
import org.meridiandx.order.catalogue.rules.CatalogueTest.LocalCode;

/// A code that came with an order and means no test of the catalogue.
///
/// @param display what its sender calls it; may be empty
record UnknownCode(LocalCode code, String display, Instant firstSeen) {}
