package io.syncline.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.cli.screen.Screen;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What is said of an end at which nothing can be named. */
class InTheWayLinesTest {
    private static String told(String ends) {
        StringWriter text = new StringWriter();
        Screen screen = new Screen(new PrintStream(OutputStream.nullOutputStream()), false, false);
        Output output = new Output(new PrintWriter(text), Format.TABLE, screen, 120);
        String whole = "{'ours':{'name':'shop'},'in_the_way':[" + ends + "]}";
        new InTheWay(output, JsonMapper.shared().readTree(whole.replace('\'', '"'))).tell();
        return text.toString().strip();
    }

    @Test
    void whereNothingIsInTheWayItIsSaidThatItIsTriedAgain() {
        assertThat(told("{'end':'b','wanted':{},'rows':[],'unasked':[],'refused':null}"))
                .isEqualTo("At b nothing is in the way any more; it is tried again by itself.");
    }

    @Test
    void whatNobodyKnowsIsNotTakenForNothing() {
        assertThat(told("{'end':'b','wanted':{},'rows':[],'unasked':['i','j'],'refused':null}"))
                .isEqualTo("Whether a row is in the way by i, j at b cannot be told.");
        assertThat(told("{'end':'b','wanted':{},'rows':[],'unasked':[],'refused':'it is away'}"))
                .isEqualTo("Which row is in the way at b is not known: it is away");
        assertThat(told("")).isEmpty();
    }

    @Test
    void aRowOfTwoKeysThatIsNoneOfTheSyncsIsCalledSo() {
        assertThat(
                        told(
                                "{'end':'b','wanted':{},'rows':[{'table':'t','key':['7'],"
                                        + "'key_at_source':['8'],'fields':['a','b'],'values':null,"
                                        + "'masked':[],'outside':true,'conflict_id':null}],"
                                        + "'unasked':[],'refused':null}"))
                .isEqualTo(
                        "In the way at b is t 7 (8 at shop), which has the same a, b and is none of"
                                + " this sync's rows.");
    }
}
