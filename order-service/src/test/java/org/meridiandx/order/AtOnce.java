package org.meridiandx.order;

import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/// Several callers that begin at the same moment.
public final class AtOnce {
    private AtOnce() {}

    /// @param call what the caller of that number does
    /// @return the answers in the order of the callers
    public static List<Response> ask(int callers, IntFunction<Response> call) throws Exception {
        return run(callers, number -> () -> call.apply(number));
    }

    /// The same for anything else.
    public static <T> List<T> run(int callers, IntFunction<Callable<T>> work) throws Exception {
        var start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<java.util.concurrent.Future<T>>();
            for (var number = 0; number < callers; number++) {
                var one = work.apply(number);
                running.add(threads.submit(() -> {
                    start.await();
                    return one.call();
                }));
            }
            start.countDown();
            var answers = new ArrayList<T>();
            for (var one : running) {
                answers.add(one.get(30, TimeUnit.SECONDS));
            }
            return answers;
        }
    }

    public static List<Integer> statuses(List<Response> answers) {
        return answers.stream().map(Response::statusCode).toList();
    }
}
