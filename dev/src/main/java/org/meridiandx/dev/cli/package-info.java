/// The commands behind `./dx`: what a person types, and what they read.
@NullMarked
package org.meridiandx.dev.cli;

import org.jspecify.annotations.NullMarked;
