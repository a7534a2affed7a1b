package org.meridiandx.bench.patients;

import java.time.Instant;
import java.time.LocalDate;
import java.util.SplittableRandom;
import java.util.UUID;

/// Patients by number: the same number is always the same patient.
///
/// Few family names are borne by many and many by few, as in England; birth dates thin out towards a hundred years; a
/// postcode is shared by about forty.
public final class SyntheticPatients {

    static final String NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number";
    static final Instant WRITTEN_AT = Instant.parse("2026-01-05T08:00:00Z");

    private static final String[] COMMON =
            ("Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright"
                            + " Thompson Evans Walker White Roberts Green Hall Thomas Clarke Jackson Wood Harris Edwards Turner"
                            + " Martin Cooper Hill Ward Hughes Moore Clark King Harrison Lewis Baker Lee Allen Morris Khan Scott"
                            + " Watson Davis Parker James Bennett Young Phillips Richardson Mitchell Bailey Carter Cook Singh Shaw"
                            + " Bell Collins Morgan Kelly Begum Miller Cox Hussain Marshall Simpson Price Anderson Adams Wilkinson"
                            + " Foster Ahmed Ellis Murphy Chapman Mason Gray Richards Webb Griffiths Hunt Palmer Campbell Holmes"
                            + " Mills Rogers Barnes Knight Matthews Barker Powell Stevens Kaur Fisher Butler Dixon Russell Harvey"
                            + " Pearson Graham Fletcher Ali Murray Gibson Howard Andrews Stewart Elliott Reynolds Ford Payne Fox")
                    .split(" ");
    private static final String[] HEADS =
            ("Ash Black Brad Brom Burn Cald Carl Chad Clay Crom Dar Den East Ember Fair Fen Gar Glen Gran Hal Ham Hart"
                            + " Hather Hazel Hol Kel Ken Kirk Lang Lin Lock Mar Mel Mid Nor Oak Pen Rad Red Row Sel Shel Stan"
                            + " Sut Thorn Tod Wal West Whit Wind")
                    .split(" ");
    private static final String[] TAILS =
            ("bourne bridge brook burgh bury by combe cote dale den don field fold ford gate"
                            + " ham hurst ingham ington land leigh ley low man mere more ney over ridge rick royd sett shaw side son"
                            + " stead ster stock stone stow thorpe ton wall ward water well wick wood worth")
                    .split(" ");
    private static final String[] GIRLS =
            ("Olivia Amelia Isla Ava Mia Ivy Lily Freya Florence Willow Margaret Susan Patricia"
                            + " Christine Linda Sarah Claire Emma Karen Helen Rebecca Charlotte Lauren Jessica Zara Aisha Fatima"
                            + " Priya Chloe Hannah Julie Nicola Joan Jean Dorothy Doris")
                    .split(" ");
    private static final String[] BOYS =
            ("Oliver George Arthur Noah Muhammad Leo Oscar Harry Archie Henry David John Peter"
                            + " Michael Robert Paul Andrew Mark Stephen James Daniel Matthew Thomas Joshua Jack Ravi Omar Callum"
                            + " Ryan Ethan Kenneth Ronald Derek Alan Brian Keith")
                    .split(" ");
    private static final String LETTERS = "ABDEFGHJLNPQRSTUWXYZ";
    private static final double SHARE_OF_COMMON = 0.35;
    private static final int OLDEST_DAYS = 36_500;
    private static final int PRACTICES = 1000;
    private static final int PATIENTS_OF_A_POSTCODE = 40;

    private final NhsNumbers numbers;
    private final int count;
    private final LocalDate youngest = LocalDate.of(2026, 1, 4);

    public SyntheticPatients(int count) {
        this.count = count;
        this.numbers = new NhsNumbers(count);
    }

    public int count() {
        return count;
    }

    /// @param index from 0
    public SyntheticPatient at(int index) {
        var random = new SplittableRandom(index * 0x9E3779B97F4A7C15L + 1);
        boolean isFemale = random.nextBoolean();
        // In rising order, as identifiers that are made with the time would be: the table is filled faster.
        var id =
                new UUID(0x018d_0000_0000_7000L | (long) index << 16, 0x8000_0000_0000_0000L | random.nextLong() >>> 2);
        // Thinner towards the end of life.
        int days = (int) (OLDEST_DAYS * (1 - Math.pow(random.nextDouble(), 0.75)));
        return new SyntheticPatient(
                id.toString(),
                numbers.at(index),
                family(random),
                pick(isFemale ? GIRLS : BOYS, random),
                youngest.minusDays(days),
                isFemale ? "female" : "male",
                postcode(random.nextInt(Math.max(1, count / PATIENTS_OF_A_POSTCODE))),
                "Y8%04d".formatted(random.nextInt(PRACTICES)));
    }

    private static String family(SplittableRandom random) {
        if (random.nextDouble() < SHARE_OF_COMMON) {
            return pick(COMMON, random);
        }
        String made = pick(HEADS, random) + pick(TAILS, random);
        return random.nextInt(8) == 0 ? made + "-" + pick(COMMON, random) : made;
    }

    /// The first of the list far more often than the last.
    private static String pick(String[] from, SplittableRandom random) {
        double place = random.nextDouble();
        return from[(int) (from.length * place * place)];
    }

    /// Of the shape `AA1 1AA`; Q, V and X begin no area, so none of these is anybody's.
    private static String postcode(int number) {
        int rest = number;
        char last = LETTERS.charAt(rest % LETTERS.length());
        rest /= LETTERS.length();
        char middle = LETTERS.charAt(rest % LETTERS.length());
        rest /= LETTERS.length();
        int sector = rest % 10;
        rest /= 10;
        int district = rest % 90 + 1;
        rest /= 90;
        return "Q" + LETTERS.charAt(rest % LETTERS.length()) + district + " " + sector + middle + last;
    }
}
