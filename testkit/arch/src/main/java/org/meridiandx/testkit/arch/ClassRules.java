package org.meridiandx.testkit.arch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The rules that compiled classes can be held to.
final class ClassRules {

    private static final String BAD_PACKAGE = "utils?|commons?|helpers?|misc|base|core|impl";
    private static final String BAD_CLASS = ".*(Impl|Manager|Helper|Helpers|Util|Utils)";
    private static final Set<String> SESSION_ANNOTATIONS = Set.of(
            "io.quarkus.hibernate.reactive.panache.common.WithTransaction",
            "io.quarkus.hibernate.reactive.panache.common.WithSession",
            "io.quarkus.hibernate.reactive.panache.common.WithSessionOnDemand",
            "jakarta.transaction.Transactional");
    private static final String[] FRAMEWORKS = {
        "io.smallrye..", "io.quarkus..", "io.vertx..", "io.grpc..", "jakarta..", "org.hibernate..", "org.eclipse.."
    };

    private final String root;

    ClassRules(String root) {
        this.root = root;
    }

    List<Violation> violations(JavaClasses classes) {
        return rules().entrySet().stream()
                .flatMap(rule -> violations(rule.getKey(), rule.getValue(), classes))
                .toList();
    }

    private static Stream<Violation> violations(HouseRule rule, ArchRule check, JavaClasses classes) {
        return check.allowEmptyShould(true).evaluate(classes).getFailureReport().getDetails().stream()
                .map(text -> new Violation(rule, text));
    }

    private Map<HouseRule, ArchRule> rules() {
        var rules = new EnumMap<HouseRule, ArchRule>(HouseRule.class);
        rules.put(
                HouseRule.NO_CYCLES, slices().matching(root + ".(**)").should().beFreeOfCycles());
        rules.put(HouseRule.STORAGE_IS_PRIVATE, storageIsPrivate());
        rules.put(HouseRule.PACKAGES_ARE_THINGS, packagesAreThings());
        rules.put(
                HouseRule.CLASSES_ARE_THINGS,
                noClasses().should().haveNameMatching(BAD_CLASS).as("names say what a class is"));
        rules.put(HouseRule.PURE_CORE, pureCore());
        rules.put(HouseRule.TRANSACTIONS_ON_SERVICES, transactionsOnServices());
        rules.put(HouseRule.NO_AWAIT_OR_SUBSCRIBE, noAwaitOrSubscribe());
        rules.put(HouseRule.NO_FIELD_INJECTION, noFieldInjection());
        rules.put(HouseRule.NO_STANDARD_STREAMS, NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS);
        rules.put(HouseRule.NULL_MARKED, nullMarked());
        return rules;
    }

    private static ArchRule storageIsPrivate() {
        return classes()
                .that()
                .haveSimpleNameEndingWith("Entity")
                .or()
                .haveSimpleNameEndingWith("Repository")
                .or()
                .areAnnotatedWith("jakarta.persistence.Entity")
                .should()
                .bePackagePrivate();
    }

    private static ArchRule packagesAreThings() {
        return classes().should(condition("live in a package that is named for a thing", (type, events) -> {
            for (String part : type.getPackageName().split("\\.")) {
                if (part.matches(BAD_PACKAGE)) {
                    fail(events, type, "package " + type.getPackageName() + " holds " + type.getSimpleName());
                }
            }
        }));
    }

    private static ArchRule pureCore() {
        return noClasses()
                .that()
                .resideInAnyPackage("..rules..", "..dicom..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FRAMEWORKS);
    }

    private static ArchRule transactionsOnServices() {
        return classes().should(condition("open sessions only in services and listeners", (type, events) -> {
            boolean opens = hasSessionAnnotation(type)
                    || type.getMethods().stream()
                            .anyMatch(method -> method.getAnnotations().stream()
                                    .anyMatch(found -> SESSION_ANNOTATIONS.contains(
                                            found.getRawType().getName())));
            boolean mayOpen = type.getSimpleName().endsWith("Service")
                    || type.getSimpleName().contains("Listener");
            if (opens && (!mayOpen || type.isInterface())) {
                fail(events, type, type.getName() + " opens a session or transaction; a …Service or …Listener does");
            }
        }));
    }

    private static boolean hasSessionAnnotation(JavaClass type) {
        return type.getAnnotations().stream()
                .anyMatch(
                        found -> SESSION_ANNOTATIONS.contains(found.getRawType().getName()));
    }

    private static ArchRule noAwaitOrSubscribe() {
        DescribedPredicate<JavaMethodCall> blocks = describe("await() or subscribe() on a Uni or Multi", call -> {
            String owner = call.getTargetOwner().getName();
            String name = call.getName();
            return (owner.equals("io.smallrye.mutiny.Uni") || owner.equals("io.smallrye.mutiny.Multi"))
                    && (name.equals("await") || name.startsWith("subscribe"));
        });
        return noClasses().should().callMethodWhere(blocks);
    }

    private static ArchRule noFieldInjection() {
        return fields().should()
                .notBeAnnotatedWith("jakarta.inject.Inject")
                .andShould()
                .notBeAnnotatedWith("org.eclipse.microprofile.config.inject.ConfigProperty")
                .andShould()
                .notBeAnnotatedWith("io.quarkus.grpc.GrpcClient");
    }

    private static ArchRule nullMarked() {
        return classes().should(condition("live in a package marked with @NullMarked", (type, events) -> {
            JavaPackage home = type.getPackage();
            if (!home.isAnnotatedWith("org.jspecify.annotations.NullMarked")) {
                fail(events, type, "package " + home.getName() + " of " + type.getSimpleName() + " lacks @NullMarked");
            }
        }));
    }

    private static void fail(ConditionEvents events, JavaClass type, String message) {
        events.add(SimpleConditionEvent.violated(type, message));
    }

    private static ArchCondition<JavaClass> condition(String description, Check check) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                check.on(type, events);
            }
        };
    }

    @FunctionalInterface
    private interface Check {
        void on(JavaClass type, ConditionEvents events);
    }
}
