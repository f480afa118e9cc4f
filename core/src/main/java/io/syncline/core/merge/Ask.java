package io.syncline.core.merge;

/** A person decides. */
public enum Ask implements Rule {
    /** The only one there is. */
    ASK;

    @Override
    public Verdict decide(Clash clash) {
        return Verdict.ask("both sides changed it, and the rule is to ask");
    }

    @Override
    public String word() {
        return "manual_review";
    }
}
