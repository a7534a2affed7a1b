/// PURE: what an orderable test is, how it is found by plain words, and who is to perform it.
@NullMarked
package org.meridiandx.order.catalogue.rules;

import org.jspecify.annotations.NullMarked;
