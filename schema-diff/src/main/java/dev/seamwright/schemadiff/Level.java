package dev.seamwright.schemadiff;

/** How much a finding weighs; the heaviest first. */
public enum Level {
    /** Someone who keeps to the contract fails, and there is a witness. */
    BREAKING("breaking"),
    /** Someone may fail: that depends on the consumer, the data or the policy. */
    RISKY("risky"),
    /** The engine cannot know, and says why. */
    UNDECIDED("undecided"),
    /** Nobody fails. */
    SAFE("safe");

    private final String word;

    Level(String word) {
        this.word = word;
    }

    /** The spelling in reports and in the API. */
    public String word() {
        return word;
    }
}
