package io.syncline.engine.review;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Hands errands to the loop of a running flow. */
public interface Loop {
    /** How long anybody waits for an answer. */
    Duration AWAIT_MAX = Duration.ofSeconds(30);

    /**
     * Hands one over.
     *
     * @return false if the flow does not run just now
     */
    boolean ask(Errand errand);

    /**
     * Asks, and waits for the answer.
     *
     * @throws EndpointException WRONG_STATE if the flow does not run, or does not get to it in
     *     {@link #AWAIT_MAX}: then it has not been done and will not be
     */
    default Answer answer(Errand errand, Context context) {
        return answers(List.of(errand), context).getFirst();
    }

    /** The same of several, all at once. */
    default List<Answer> answers(List<Errand> errands, Context context) {
        for (Errand errand : errands) {
            if (!ask(errand)) {
                errands.forEach(each -> each.await(context, Duration.ZERO));
                throw unable("The sync does not run");
            }
        }
        List<Answer> answers = new ArrayList<>();
        long until = context.nanos() + AWAIT_MAX.toNanos();
        for (Errand errand : errands) {
            Answer answer = errand.await(context, Duration.ofNanos(until - context.nanos()));
            if (answer == null) {
                errands.forEach(each -> each.await(context, Duration.ZERO));
                throw unable("The sync does not get to the row");
            }
            answers.add(answer);
        }
        return answers;
    }

    private static EndpointException unable(String words) {
        return new EndpointException(EndpointException.Kind.MISCONFIGURED, Code.WRONG_STATE, words);
    }
}
