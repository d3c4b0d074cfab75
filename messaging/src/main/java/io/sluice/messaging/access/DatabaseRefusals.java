package io.sluice.messaging.access;

/** Which of PostgreSQL's errors say that a role may not, and not that something is amiss for now. */
public final class DatabaseRefusals {

    static final String CONNECTION_CLASS = "08";

    private static final String AUTHORIZATION_CLASS = "28";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String NO_SUCH_DATABASE = "3D000";

    private DatabaseRefusals() {}

    /**
     * @param sqlState five characters, as PostgreSQL gives them
     */
    public static boolean isRefusal(String sqlState) {
        return sqlState.startsWith(AUTHORIZATION_CLASS)
                || sqlState.equals(INSUFFICIENT_PRIVILEGE)
                || sqlState.equals(NO_SUCH_DATABASE);
    }
}
