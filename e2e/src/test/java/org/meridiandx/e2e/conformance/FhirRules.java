package org.meridiandx.e2e.conformance;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.ValidationOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.UnknownCodeSystemWarningValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r5.utils.validation.constants.BestPracticeWarningLevel;
import org.hl7.fhir.utilities.npm.NpmPackage;

/// HL7's validator with base R4 and the UK Core package. It asks nobody: codes of terminologies that are not part of
/// R4 (SNOMED CT, LOINC, dm+d) are not looked up, and a profile that it does not have is not fetched.
final class FhirRules {
    private static final Path UK_CORE = Path.of("fhir", "packages", "fhir.r4.ukcore.stu2-2.0.2.noexamples.tgz");
    private static final Set<ResultSeverityEnum> ERRORS = Set.of(ResultSeverityEnum.ERROR, ResultSeverityEnum.FATAL);

    private final FhirValidator validator;

    private FhirRules(FhirValidator validator) {
        this.validator = validator;
    }

    /// @param sharedData where the package is
    static FhirRules load(Path sharedData) throws IOException {
        var context = FhirContext.forR4();
        var unknownCodes = new UnknownCodeSystemWarningValidationSupport(context);
        unknownCodes.setNonExistentCodeSystemSeverity(IValidationSupport.IssueSeverity.WARNING);
        var module = new FhirInstanceValidator(new ValidationSupportChain(
                ukCore(context, sharedData.resolve(UK_CORE)),
                new DefaultProfileValidationSupport(context),
                new CommonCodeSystemsTerminologyService(context),
                new InMemoryTerminologyServerValidationSupport(context),
                new SnapshotGeneratingValidationSupport(context),
                unknownCodes));
        module.setErrorForUnknownProfiles(false);
        module.setAssumeValidRestReferences(true);
        module.setBestPracticeWarningLevel(BestPracticeWarningLevel.Ignore);
        return new FhirRules(context.newValidator().registerValidatorModule(module));
    }

    /// What is wrong with a resource by R4, the profiles that it claims, and further ones.
    ///
    /// @param source what a reader of the finding needs to know of where it came from
    List<Finding> errors(String source, String json, String... profiles) {
        var options = new ValidationOptions();
        for (var profile : profiles) {
            options.addProfile(profile);
        }
        return validator.validateWithResult(json, options).getMessages().stream()
                .filter(message -> ERRORS.contains(message.getSeverity()))
                .map(message -> new Finding(source, String.valueOf(message.getLocationString()), message.getMessage()))
                .toList();
    }

    private static PrePopulatedValidationSupport ukCore(FhirContext context, Path file) throws IOException {
        var support = new PrePopulatedValidationSupport(context);
        try (var bytes = Files.newInputStream(file)) {
            var content = NpmPackage.fromPackage(bytes);
            for (var name : content.listResources("StructureDefinition", "ValueSet", "CodeSystem")) {
                try (var resource = content.loadResource(name)) {
                    support.addResource(context.newJsonParser().parseResource(resource));
                }
            }
        }
        return support;
    }
}
