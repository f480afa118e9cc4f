package io.syncline.server.api;

import java.util.ArrayList;
import java.util.List;

/** Bodies that configure nothing, and all that must be said of each. */
public final class WrongBodies {
    /** Stands in every connection; no answer and no log may show it. */
    public static final String SECRET = "hunter2";

    private static final String SOURCE = "'source':{'connection':'postgresql://u:hunter2@a:5432/x'";
    private static final String TARGET = "'destination':{'connection':'mysql://u:hunter2@b/y'";
    private static final String ENDS = "," + SOURCE + "}," + TARGET + "}";

    private WrongBodies() {}

    /** A wrong body and all that must be said of it, as code and pointer. */
    public record Wrong(String body, List<String> problems) {}

    private static Wrong wrong(String body, String... problems) {
        return new Wrong(body, List.of(problems));
    }

    private static Wrong beside(String keys, String... problems) {
        return wrong("{'name':'n'" + ENDS + "," + keys + "}", problems);
    }

    private static Wrong source(String keys, String... problems) {
        return wrong("{'name':'n'," + SOURCE + "," + keys + "}," + TARGET + "}}", problems);
    }

    private static Wrong target(String keys, String... problems) {
        return wrong(
                "{'name':'n'," + SOURCE + ",'tables':['a','b']}," + TARGET + "," + keys + "}}",
                problems);
    }

    /** All of them. */
    public static List<Wrong> all() {
        List<Wrong> all = new ArrayList<>(sync());
        all.addAll(WrongRows.all());
        all.addAll(WrongStars.all());
        all.addAll(WrongMerges.all());
        return all;
    }

    private static List<Wrong> sync() {
        return List.of(
                wrong("[]", "WRONG_TYPE "),
                wrong("{}", "MISSING_KEY /name", "MISSING_KEY /source", "MISSING_KEY /destination"),
                wrong("{'name':' '" + ENDS + "}", "MISSING_KEY /name"),
                wrong("{'name':7" + ENDS + "}", "WRONG_TYPE /name"),
                beside("'nmae':1", "UNKNOWN_KEY /nmae"),
                beside(
                        "'max_retries':3,'maxRetries':3",
                        "BAD_JSON /maxRetries",
                        "UNKNOWN_KEY /max_retries"),
                beside("'type':'sideways'", "UNKNOWN_WORD /type"),
                beside(
                        "'primary':{},'slaves':[],'replication_mode':'sync','lag_tolerance':'soon',"
                                + "'failover':{'automatic':true,'promote_on_failure':false}",
                        "IMPOSSIBLE_PAIR /primary",
                        "IMPOSSIBLE_PAIR /slaves",
                        "BAD_DURATION /lag_tolerance",
                        "NOT_BUILT /replication_mode",
                        "NOT_BUILT /failover"),
                beside(
                        "'failover':{'automatic':false},'replication_mode':'often'",
                        "UNKNOWN_WORD /replication_mode"),
                wrong(
                        "{'name':'n','master':{'connection':'postgresql://u:hunter2@a/x'},"
                                + "'replicas':[{'connection':'mysql://u:hunter2@b/y','lag_tolerance':true},7]}",
                        "WRONG_TYPE /replicas/0/lag_tolerance",
                        "WRONG_TYPE /replicas/1",
                        "MISSING_KEY /replicas/1/connection"),
                beside(
                        "'guards':{'max_deletes':'lots','source_log_budget':'big','copy_windows':['noon'],"
                                + "'truncate':'maybe','timezone':'Moon','max_parked':1}",
                        "BAD_LIMIT /guards/max_deletes",
                        "BAD_SIZE /guards/source_log_budget",
                        "BAD_WINDOW /guards/copy_windows/0",
                        "UNKNOWN_WORD /guards/truncate",
                        "BAD_TIME_ZONE /guards/timezone",
                        "UNKNOWN_KEY /guards/max_parked"),
                beside("'guards':{'max_deletes':0}", "BAD_LIMIT /guards/max_deletes"),
                beside(
                        "'guards':{'source_log_budget':0}",
                        "OUT_OF_RANGE /guards/source_log_budget"),
                beside("'type':'merge'", "MISSING_KEY /sources"),
                beside("'type':'batch','mode':'real_time'", "IMPOSSIBLE_PAIR /mode"),
                beside("'mode':'scheduled'", "MISSING_KEY /schedule"),
                beside(
                        "'options':{'validate_before_sync':false}",
                        "IMPOSSIBLE_PAIR /options/validate_before_sync"),
                beside("'schedule':'every day'", "BAD_SCHEDULE /schedule"),
                beside("'schedule':'61 * * * *'", "BAD_SCHEDULE /schedule"),
                beside("'schedule':'0 * * * *','timezone':'Mars/Base'", "BAD_TIME_ZONE /timezone"),
                beside("'timezone':'Europe/Vienna'", "MISSING_KEY /schedule"),
                beside("'retryPolicy':{'maxRetries':-2}", "OUT_OF_RANGE /retryPolicy/maxRetries"),
                beside(
                        "'retry_policy':{'max_retries':'3'}",
                        "WRONG_TYPE /retry_policy/max_retries"),
                beside(
                        "'retry_policy':{'backoff_strategy':'random'}",
                        "UNKNOWN_WORD /retry_policy/backoff_strategy"),
                beside(
                        "'retry_policy':{'max_backoff':'soon'}",
                        "BAD_DURATION /retry_policy/max_backoff"),
                beside("'existing_data':'burn'", "UNKNOWN_WORD /existing_data"),
                beside("'conflict_resolution':'last_write_wins'", "NOT_BUILT /conflict_resolution"),
                beside(
                        "'conflictResolution':{'strategy':'source_wins','customRules':[{'field':'a'}]}",
                        "NOT_BUILT /conflictResolution/customRules"),
                beside(
                        "'alerting':[{'name':'a'}],'transformations':{'a':'b'}",
                        "NOT_BUILT /alerting",
                        "NOT_BUILT /transformations"),
                beside(
                        "'options':{'parallel_workers':0}",
                        "OUT_OF_RANGE /options/parallel_workers"),
                beside(
                        "'timeout':'1ms','performance':{'batch_size':0,'parallel_workers':0,'a':1}",
                        "OUT_OF_RANGE /timeout",
                        "OUT_OF_RANGE /performance/batch_size",
                        "OUT_OF_RANGE /performance/parallel_workers",
                        "UNKNOWN_KEY /performance/a"),
                source("'schema':'copy'", "IMPOSSIBLE_PAIR /source/schema"),
                source("'triggers':'suppress'", "IMPOSSIBLE_PAIR /source/triggers"),
                target("'triggers':'suppress'", "CAPABILITY_MISSING /destination/triggers"),
                target("'triggers':'never'", "UNKNOWN_WORD /destination/triggers"),
                target("'schema':'copy'", "CAPABILITY_MISSING /destination/schema"),
                wrong(
                        "{'name':'n',"
                                + SOURCE
                                + ",'tables':['a']},'destinations':["
                                + "{'connection':'mysql://u:hunter2@b/y','table':'a'},"
                                + "{'name':'e','connection':'mysql://u:hunter2@b/y','table':'a'}]}",
                        "SAME_PLACE /destinations/1"),
                wrong(
                        "{'name':'n',"
                                + SOURCE
                                + "},'destinations':[{'name':'c','connection':'mysql://u:hunter2@b/y'},"
                                + "{'name':'d','connection':'mysql://u:hunter2@b/y'}]}",
                        "SAME_PLACE /destinations/1"),
                source("'tables':'some'", "WRONG_TYPE /source/tables"),
                source("'tables':[]", "OUT_OF_RANGE /source/tables"),
                source("'tables':['a','a']", "BAD_NAME /source/tables/1"),
                source("'tabels':['a']", "UNKNOWN_KEY /source/tabels"),
                source("'type':'oracle'", "UNKNOWN_CONNECTOR /source/type"),
                source("'type':'mysql'", "BAD_CONNECTION /source/connection"),
                target("'collections':['a']", "PAIRING /destination/collections"),
                target("'table':'a'", "PAIRING /destination/table"),
                wrong(
                        "{'name':'n'," + SOURCE + "},'destination':'backup_database'}",
                        "UNKNOWN_ENDPOINT /destination"),
                wrong("{'name':'n'," + SOURCE + "},'destination':[]}", "OUT_OF_RANGE /destination"),
                wrong(
                        "{'name':'n'," + SOURCE + "},'destination':{'connection':'hunter2'}}",
                        "BAD_CONNECTION /destination/connection"),
                wrong(
                        "{'name':'n',"
                                + SOURCE
                                + "},'destination':{'connection':'ftp://u:hunter2@b/y'}}",
                        "BAD_CONNECTION /destination/connection"),
                wrong(
                        "{'name':'n',"
                                + SOURCE
                                + "},'destination':{'connection':'mysql://u:hunter2@b'}}",
                        "BAD_CONNECTION /destination/connection"),
                wrong(
                        "{'name':'n',"
                                + SOURCE
                                + "},'destination':{'connection':'${env:SYNCLINE_SECRET_NOBODY}'}}",
                        "MISSING_REFERENCE /destination/connection"),
                wrong(
                        "{'name':'n'," + SOURCE + "},'destination':{'connection':'${env:PATH}'}}",
                        "CLOSED_REFERENCE /destination/connection"),
                wrong(
                        "{'name':'n',"
                                + SOURCE
                                + "},'destination':{'connection':'postgresql://v:hunter2@a:5432/x'}}",
                        "SAME_PLACE /destination"),
                wrong(
                        "{'type':'one-way','mode':'sometimes','source':{'type':'postgresql'},'destination':{'connection':'mysql://u:hunter2@b/y','collections':['x']},'schedule':'* *','colour':'red'}",
                        "MISSING_KEY /name",
                        "UNKNOWN_WORD /mode",
                        "BAD_SCHEDULE /schedule",
                        "MISSING_KEY /source/connection",
                        "PAIRING /destination/collections",
                        "UNKNOWN_KEY /colour"));
    }
}
