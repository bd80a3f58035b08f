package org.smshub.hub.doors.jasmin;

/** What the REST API itself answers, before it has asked the HTTP API. */
final class JasminProblem extends JasminRefusal {

    private static final long serialVersionUID = 1;

    private final String title;

    JasminProblem(int status, String title, String description) {
        super(status, description);
        this.title = title;
    }

    String title() {
        return title;
    }
}
