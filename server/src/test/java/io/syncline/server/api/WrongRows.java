package io.syncline.server.api;

import io.syncline.server.api.WrongBodies.Wrong;
import java.util.List;

/** Bodies that ask for something impossible to become of rows. */
final class WrongRows {
    private static final String BODY =
            "{'name':'n','source':{'connection':'postgresql://u:hunter2@a:5432/x','tables':['users','items']%s},"
                    + "'destination':{'connection':'mysql://u:hunter2@b/y'%s}%s}";

    private WrongRows() {}

    private static Wrong source(String keys, String... problems) {
        return new Wrong(BODY.formatted("," + keys, "", ""), List.of(problems));
    }

    private static Wrong target(String keys, String... problems) {
        return new Wrong(BODY.formatted("", "," + keys, ""), List.of(problems));
    }

    private static Wrong top(String keys, String... problems) {
        return new Wrong(BODY.formatted("", "", "," + keys), List.of(problems));
    }

    static List<Wrong> all() {
        return List.of(
                target(
                        "'transformation':{'users':{'id':7},'ghosts':{'id':'x'}}",
                        "WRONG_TYPE /destination/transformation/users/id",
                        "UNKNOWN_COLLECTION /destination/transformation/ghosts/id"),
                target("'transformation':7", "WRONG_TYPE /destination/transformation"),
                target("'transformation':{'id':''}", "BAD_NAME /destination/transformation/id"),
                target("'transformation':{'id':'$'}", "BAD_NAME /destination/transformation/id"),
                target(
                        "'transformation':{'id':{'to':'x','fn':7,'argz':{}}}",
                        "UNKNOWN_KEY /destination/transformation/id/argz",
                        "WRONG_TYPE /destination/transformation/id/fn"),
                target(
                        "'transformation':{'id':{'to':'x','args':{'a':{}}}}",
                        "WRONG_TYPE /destination/transformation/id/args/a"),
                target(
                        "'transformation':[7,{'fn':'$trim'},{'from':'a','shape':'b'}]",
                        "WRONG_TYPE /destination/transformation/0",
                        "MISSING_KEY /destination/transformation/1/from",
                        "UNKNOWN_KEY /destination/transformation/2/shape"),
                target(
                        "'transformation':'event_to_relational'",
                        "BAD_ARGUMENT /destination/transformation"),
                target(
                        "'transformation':'event_to_relation'",
                        "UNKNOWN_WORD /destination/transformation"),
                target(
                        "'transformation':{'event_to_relational':{'colum':'payload'}}",
                        "MISSING_KEY /destination/transformation/event_to_relational/column",
                        "MISSING_KEY /destination/transformation/event_to_relational/fields",
                        "UNKNOWN_KEY /destination/transformation/event_to_relational/colum"),
                top("'field_mapping':['id']", "WRONG_TYPE /field_mapping"),
                top(
                        "'transformation':{'data_types':{'timestamps':'iso','colours':'red','numbers':7}}",
                        "UNKNOWN_WORD /transformation/data_types/timestamps",
                        "UNKNOWN_KEY /transformation/data_types/colours",
                        "UNKNOWN_WORD /transformation/data_types/numbers"),
                top("'data_types':'all'", "WRONG_TYPE /data_types"),
                top(
                        "'custom_transforms':[{'field':'email'},{'transform':'lowercase'},'trim']",
                        "MISSING_KEY /custom_transforms/0/transform",
                        "MISSING_KEY /custom_transforms/1/field",
                        "WRONG_TYPE /custom_transforms/2"),
                top("'custom_transforms':{'a':1}", "WRONG_TYPE /custom_transforms"),
                top("'unmapped':'forget'", "UNKNOWN_WORD /unmapped"),
                top(
                        "'data_masking':{'email':7,'users':{'phone':{'keep':2}}}",
                        "WRONG_TYPE /data_masking/email",
                        "WRONG_TYPE /data_masking/users/phone"),
                top("'data_masking':true", "WRONG_TYPE /data_masking"),
                top(
                        "'data_masking':[{'field':'email'},{'mask':'hash'}]",
                        "MISSING_KEY /data_masking/0/mask",
                        "MISSING_KEY /data_masking/1/field"),
                top(
                        "'data_masking':{'ghosts':{'name':'redact'}}",
                        "UNKNOWN_COLLECTION /data_masking/ghosts/name"),
                source(
                        "'filters':{'users':'drop table users','items':7,'ghosts':'a = 1'}",
                        "BAD_CONDITION /source/filters/users",
                        "WRONG_TYPE /source/filters/items",
                        "UNKNOWN_COLLECTION /source/filters/ghosts"),
                source("'filters':'a = 1'", "WRONG_TYPE /source/filters"),
                source("'filters':{'users':''}", "BAD_CONDITION /source/filters/users"),
                source("'transformation':{'id':'x'}", "NOT_BUILT /source/transformation"),
                target("'filters':['nobody']", "UNKNOWN_FILTER /destination/filters/0"),
                target("'filters':{'users':'a = 1'}", "WRONG_TYPE /destination/filters"),
                target("'on_leave':'stay'", "UNKNOWN_WORD /destination/on_leave"),
                top(
                        "'filters':{'done':'status = ','grown':{'users':'age >'},'both':7}",
                        "BAD_CONDITION /filters/done",
                        "BAD_CONDITION /filters/grown/users",
                        "WRONG_TYPE /filters/both"),
                top(
                        "'validation':{'required_fields':'email','format_validation':7,'validation_mode':'sloppy'}",
                        "WRONG_TYPE /validation/required_fields",
                        "WRONG_TYPE /validation/format_validation",
                        "UNKNOWN_WORD /validation/validation_mode"),
                top(
                        "'validation':{'required_fields':[7],'data_consistency_checks':'yes','shema_validation':true}",
                        "WRONG_TYPE /validation/required_fields/0",
                        "WRONG_TYPE /validation/data_consistency_checks",
                        "UNKNOWN_KEY /validation/shema_validation"),
                top(
                        "'validation':{'format_validation':{'email':7,'users':{'age':{'min':1}}}}",
                        "WRONG_TYPE /validation/format_validation/email",
                        "WRONG_TYPE /validation/format_validation/users/age"),
                top(
                        "'validation':{'business_rule_validation':true}",
                        "MISSING_KEY /validation/business_rule_validation"),
                top(
                        "'businessRules':{'grown':'age >','users':{'paid':'total >= '}}",
                        "BAD_CONDITION /businessRules/grown",
                        "BAD_CONDITION /businessRules/users/paid"),
                top(
                        "'imageUrlValidation':{'avatar':'yes'},'attributeSchemaValidation':1",
                        "WRONG_TYPE /imageUrlValidation/avatar",
                        "WRONG_TYPE /attributeSchemaValidation"),
                top(
                        "'skipInvalidRecords':true,'validationMode':'lenient'",
                        "IMPOSSIBLE_PAIR /skipInvalidRecords"),
                top(
                        "'conflict_resolution':{'append_only':['users',7],'strategy':'append_only'}",
                        "WRONG_TYPE /conflict_resolution/append_only/1"),
                top(
                        "'conflict_resolution':{'append_only':['ghosts']}",
                        "UNKNOWN_COLLECTION /conflict_resolution"),
                top(
                        "'transformation':{'users':{'id':[]}},'data_masking':{'email':[]},'filters':[]",
                        "WRONG_TYPE /transformation/users/id",
                        "WRONG_TYPE /data_masking/email",
                        "WRONG_TYPE /filters"));
    }
}
