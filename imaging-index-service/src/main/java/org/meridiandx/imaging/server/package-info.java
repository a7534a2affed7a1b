/// What the process needs beside its features: checks that refuse an unsafe start.
@NullMarked
package org.meridiandx.imaging.server;

import org.jspecify.annotations.NullMarked;
