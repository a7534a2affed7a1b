/// What an order control code asks for. Pure.
@NullMarked
package org.meridiandx.order.intake.rules;

import org.jspecify.annotations.NullMarked;
