package org.meridiandx.testkit.arch;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.nio.file.Path;
import java.util.List;

/// What holds for the modules below `libs`.
final class LibraryRules {
    private static final int MOST_PUBLIC_TYPES = 15;

    private LibraryRules() {}

    /// @param module its folder
    static List<Violation> violations(Path module, JavaClasses classes) {
        var parent = module.toAbsolutePath().normalize().getParent();
        if (parent == null || !parent.endsWith("libs")) {
            return List.of();
        }
        var open = classes.stream()
                .filter(type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                .map(JavaClass::getSimpleName)
                .sorted()
                .toList();
        return open.size() <= MOST_PUBLIC_TYPES
                ? List.of()
                : List.of(new Violation(
                        HouseRule.SMALL_LIBRARIES,
                        "a library has at most " + MOST_PUBLIC_TYPES + " public types, this one " + open.size() + ": "
                                + String.join(", ", open)));
    }
}
