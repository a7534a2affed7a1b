/// CDS Hooks 2.0: an EHR asks while a request is being written, and gets cards. The edge and the
/// cards; what they say comes from `guidance`. Who may ask is in `clients`, what is fetched from an
/// EHR in `fetching`, what came of the cards in `learning`.
@NullMarked
package org.meridiandx.order.cdshooks;

import org.jspecify.annotations.NullMarked;
