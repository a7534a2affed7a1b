/// Facts about a patient and a request, conditions over them in Kleene's logic, and the reading of both from content.
@NullMarked
package org.meridiandx.order.guidance.rules.facts;

import org.jspecify.annotations.NullMarked;
