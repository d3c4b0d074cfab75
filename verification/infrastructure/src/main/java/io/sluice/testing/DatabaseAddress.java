package io.sluice.testing;

/** Where a test's own, empty database is. */
public record DatabaseAddress(String host, int port, String name, String user, String password) {

    public String r2dbcUrl() {
        return "r2dbc:postgresql://" + host + ":" + port + "/" + name;
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + name;
    }

    /** Spring properties for R2DBC and Flyway. */
    public String[] springProperties() {
        return new String[] {
            "spring.r2dbc.url=" + r2dbcUrl(),
            "spring.r2dbc.username=" + user,
            "spring.r2dbc.password=" + password,
            "spring.flyway.url=" + jdbcUrl(),
            "spring.flyway.user=" + user,
            "spring.flyway.password=" + password
        };
    }
}
