package org.meridiandx.result.record.summary;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import org.meridiandx.result.trends.rules.Markup;

/// A summary as one page for A&E and out-of-hours: read on a screen, by a screen reader, or printed.
///
/// What comes from records is text and never markup; a browser that is shown it runs nothing and fetches nothing.
///
/// **Source:** W3C WCAG 2.2, 1.3.1, 1.4.3 and 2.4.6; NHS digital service manual, NHS numbers in threes.
final class SummaryPage {
    private static final String STYLE =
            "body{font-family:Arial,sans-serif;color:#212b32;background:#fff;margin:1rem auto;max-width:60rem;padding:0 1rem}"
                    + "table{border-collapse:collapse;width:100%}caption{position:absolute;left:-999em}"
                    + "th,td{text-align:left;vertical-align:top;border-bottom:1px solid #768692;padding:.3rem}"
                    + "h2{border-top:3px solid #005eb8;padding-top:.4rem;margin-bottom:.3rem}"
                    + "@media print{body{margin:0;max-width:none;font-size:10pt}h2{break-after:avoid}tr{break-inside:avoid}}";
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm", Locale.UK).withZone(ZoneId.of("Europe/London"));
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK);

    private SummaryPage() {}

    /// Lets a browser take the style of the page and nothing else.
    static String policy() {
        return "default-src 'none'; style-src 'sha256-" + hashOf(STYLE) + "'; frame-ancestors 'self'; base-uri 'none';"
                + " form-action 'none'";
    }

    static String of(Summary summary) {
        var page = new Markup()
                .open("html", "lang", "en-GB")
                .open("head")
                .empty("meta", "charset", "utf-8")
                .empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .holding("Patient summary", "title")
                .open("style");
        var body = new Markup().open("body").open("main");
        heading(body, summary);
        for (var section : summary.sections()) {
            var name = section.kind().name().toLowerCase(Locale.ROOT);
            body.open("section", "aria-labelledby", name)
                    .holding(section.kind().title(), "h2", "id", name)
                    .add(SectionText.of(section))
                    .close("section");
        }
        body.close("main").close("body");
        // The style is a constant of ours: escaped it would be another one than its hash says.
        return "<!DOCTYPE html>" + page + STYLE + "</style></head>" + body + "</html>";
    }

    private static void heading(Markup body, Summary summary) {
        var patient = summary.patient();
        var known = patient.demographics();
        var name = (patient.givenNames() + " " + patient.familyName().toUpperCase(Locale.UK)).strip();
        body.holding("Patient summary", "h1").open("dl");
        fact(body, "Name", name.isEmpty() ? "not known" : name);
        fact(body, "Born", known.birthDate().map(DAY::format).orElse("not known"));
        fact(body, "NHS number", known.nhsNumber().isEmpty() ? "not known" : inThrees(known.nhsNumber()));
        fact(body, "Sex or gender", known.gender().orElse("not known"));
        if (known.isDeceased()) {
            fact(body, "Died", "recorded as deceased");
        }
        fact(body, "Put together", MINUTE.format(summary.at()));
        body.close("dl")
                .holding(
                        "What this region's sources recorded, as they recorded it. It may not be complete or up to date:"
                                + " ask the patient.",
                        "p");
    }

    private static void fact(Markup body, String name, String value) {
        body.holding(name, "dt").holding(value, "dd");
    }

    private static String inThrees(String number) {
        return number.length() == 10
                ? number.substring(0, 3) + " " + number.substring(3, 6) + " " + number.substring(6)
                : number;
    }

    private static String hashOf(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
