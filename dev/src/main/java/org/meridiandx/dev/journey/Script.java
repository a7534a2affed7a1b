package org.meridiandx.dev.journey;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.meridiandx.dev.partner.Answer;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.partner.PartnerClient;
import org.meridiandx.dev.persona.Persona;
import org.meridiandx.dev.region.Service;
import org.meridiandx.hl7v2.mllp.MllpClient;

/// What the steps of one run share: the region's doors, the numbers of this run, and the record of what happens.
final class Script {

    private static final Duration POLL_PAUSE = Duration.ofMillis(40);

    private final PartnerClient partner;
    private final Path root;
    private final String run;
    private final JourneyListener listener;
    private final Map<Fact, String> facts = new EnumMap<>(Fact.class);
    private final List<Exchange> exchanges = new ArrayList<>();
    private final List<String> checks = new ArrayList<>();
    private final List<StepReport.Link> links = new ArrayList<>();

    /// @param partner the region's doors
    /// @param root the repository, for the samples
    /// @param run what makes numbers of this run differ from those of others; at most 8 letters and digits
    /// @param listener hears what happens
    Script(PartnerClient partner, Path root, String run, JourneyListener listener) {
        this.partner = partner;
        this.root = root;
        this.run = run;
        this.listener = listener;
    }

    PartnerClient partner() {
        return partner;
    }

    Path root() {
        return root;
    }

    String run() {
        return run;
    }

    /// Plays one step and reports on it.
    StepReport play(int number, Step step) throws InterruptedException {
        exchanges.clear();
        checks.clear();
        links.clear();
        listener.begins(number, step.title());
        long begin = System.nanoTime();
        Optional<String> failure = Optional.empty();
        try {
            step.play(this);
        } catch (StepFailedException e) {
            failure = Optional.of(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            failure = Optional.of("no answer: " + e);
        }
        var report = new StepReport(number, step.title(), exchanges, checks, failure, links, since(begin));
        listener.ended(report);
        return report;
    }

    /// Sends a request and records it.
    Answer http(Persona who, Call call) throws IOException, InterruptedException {
        var answer = partner.send(who, call);
        record(who.clientId(), shortened(call.toString()), describe(answer), answer.took());
        return answer;
    }

    /// Sends the same request until the answer is as wished, and records the last answer with the time of all.
    Answer await(Persona who, Call call, Duration patience, Predicate<Answer> wished)
            throws IOException, InterruptedException {
        return await(who, call, patience, POLL_PAUSE, wished);
    }

    /// The same with a longer pause between the looks, for what takes seconds: each look stands in the audit.
    Answer await(Persona who, Call call, Duration patience, Duration pause, Predicate<Answer> wished)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Answer answer;
        do {
            answer = partner.send(who, call);
            if (wished.test(answer)) {
                break;
            }
            Thread.sleep(pause);
        } while (since(begin).compareTo(patience) < 0);
        record(who.clientId(), shortened(call.toString()), describe(answer), since(begin));
        return answer;
    }

    /// Sends an HL7 v2 message on a connection of its own and records it.
    MllpClient.Reply mllp(Service to, String sender, String what, byte[] message)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        try (var client = partner.mllpWhenUp(to)) {
            var reply = client.send(message);
            String reason = reply.reason().isEmpty() ? "" : " " + reply.reason();
            record(sender, what + " over MLLP to " + to.title(), reply.code() + reason, since(begin));
            return reply;
        }
    }

    void record(String who, String sent, String answer, Duration took) {
        var exchange = new Exchange(who, sent, answer, took);
        exchanges.add(exchange);
        listener.exchanged(exchange);
    }

    /// Something that has to hold.
    ///
    /// @param what the sentence that is true when it holds
    /// @param found what was found, told when it does not
    void check(String what, boolean holds, Object found) throws StepFailedException {
        if (!holds) {
            throw new StepFailedException("expected that " + what + ", found " + found);
        }
        checks.add(what);
        listener.held(what);
    }

    void learn(Fact fact, String value) {
        facts.put(fact, value);
    }

    String fact(Fact fact) throws StepFailedException {
        String value = facts.get(fact);
        if (value == null) {
            throw new StepFailedException("no step before this one found " + fact);
        }
        return value;
    }

    void link(String title, Persona persona, String path) {
        links.add(new StepReport.Link(title, persona.clientId(), path));
    }

    /// A query value, encoded.
    static String query(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    private static String describe(Answer answer) {
        return answer.isSuccess()
                ? String.valueOf(answer.status())
                : answer.status() + " " + shortened(answer.reason());
    }

    private static String shortened(String text) {
        return text.length() <= 140 ? text : text.substring(0, 140) + "…";
    }
}
