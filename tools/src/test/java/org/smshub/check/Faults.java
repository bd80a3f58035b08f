package org.smshub.check;

import java.util.ArrayList;
import java.util.List;

/** What an engineer gets wrong, by kinds. */
final class Faults {

    private static final String APPLICATION = Fault.APPLICATION;
    private static final String WIRING = "routes/hub.properties";
    private static final String LINKS = "config/links.properties";
    private static final String CLIENTS = "config/clients.yaml";
    private static final String SIMULATOR = "config/simulator.yaml";
    private static final String ROUTING = "routes/routing.camel.yaml";
    private static final String ACCEPT = "routes/accept.camel.yaml";
    private static final String OUTCOMES = "routes/outcomes.camel.yaml";
    private static final String SMPP_LINK = "routes/links/smpp-link.camel.yaml";

    private static final String NUMBERS = "config/numbers.csv";
    private static final String KEYWORDS = "config/keywords.csv";
    private static final String HOLIDAYS = "config/holidays.csv";
    private static final String PORTED = "config/ported.csv";
    private static final String ON_NUMBERS = "hub.routing.numbers";
    private static final String ON_KEYWORDS = "hub.routing.optOut\nhub.routing.keywords";
    private static final String ON_CALENDAR = "hub.routing.calendar";
    private static final String ON_PORTED = "hub.routing.portability";

    /** A second link, whose options are then misspelt; its port is nobody's. */
    private static final String ORANGE = """
            camel.routeTemplate[orange].templateId = smpp-link
            camel.routeTemplate[orange].routeId = link-orange
            camel.routeTemplate[orange].name = orange
            camel.routeTemplate[orange].host = 127.0.0.1
            camel.routeTemplate[orange].port = 12775
            camel.routeTemplate[orange].systemId = me
            camel.routeTemplate[orange].password = {{env:ORANGE_PASSWORD:secret}}
            """;

    private static final String UCP = """
            camel.routeTemplate[ucp].templateId = ucp-link
            camel.routeTemplate[ucp].routeId = link-ucp
            camel.routeTemplate[ucp].name = ucp
            camel.routeTemplate[ucp].port = 15000
            camel.routeTemplate[ucp].username = 8812
            """;

    /** A provider by HTTP; its file may have the fault. */
    private static final String TWILIO = """
            camel.routeTemplate[tw].templateId = http-link
            camel.routeTemplate[tw].routeId = link-tw
            camel.routeTemplate[tw].name = tw
            camel.routeTemplate[tw].provider = twilio
            camel.routeTemplate[tw].user = AC00000000000000000000000000000001
            camel.routeTemplate[tw].password = {{env:TWILIO_TOKEN:secret}}
            """;

    private static final String TWILIO_FILE = "config/providers/twilio.yaml";

    private Faults() {}

    static List<Fault> all() {
        List<Fault> faults = new ArrayList<>();
        // ---- links and their names
        faults.add(new Fault(
                "SmsLinks names no link", ROUTING, "\"{{hub.links.default}}\"", "nowhere", "setHeader:", "'nowhere'"));
        faults.add(new Fault(
                "SmsLinks names one that is and one that is not",
                ROUTING,
                "\"{{hub.links.default}}\"",
                "simulator,blue",
                "setHeader:",
                "'blue'"));
        faults.add(new Fault(
                "the same by simple",
                ROUTING,
                "constant: \"{{hub.links.default}}\"",
                "simple: nowhere",
                "setHeader:",
                "'nowhere'"));
        faults.add(new Fault(
                "SmsLinks is empty", ROUTING, "\"{{hub.links.default}}\"", "\"\"", "setHeader:", "names no link"));
        faults.add(new Fault(
                "the default names no link",
                APPLICATION,
                "hub.links.default = simulator",
                "hub.links.default = simulater",
                "simulater",
                "'simulater'"));
        faults.add(new Fault(
                "two links of one name",
                LINKS,
                "",
                ORANGE.replace("name = orange", "name = simulator"),
                "[orange].name = simulator",
                "there is a link 'simulator' already"));
        faults.add(new Fault(
                "a link that nothing goes by",
                LINKS,
                "",
                ORANGE,
                "[orange].name = orange",
                "no route names the link 'orange'"));
        faults.add(new Fault(
                "a misspelt option of a link",
                LINKS,
                "",
                ORANGE.replace("].port", "].prot"),
                "[orange].prot",
                "no parameter 'prot'"));
        faults.add(new Fault(
                "an option that has no default is lacking",
                LINKS,
                "",
                ORANGE.replace("camel.routeTemplate[orange].systemId = me\n", ""),
                "[orange].templateId",
                "lacks 'systemId'"));
        faults.add(new Fault(
                "a template that there is not",
                LINKS,
                "",
                ORANGE.replace("= smpp-link", "= smpp-lnik"),
                "smpp-lnik",
                "no route template 'smpp-lnik'"));
        faults.add(new Fault(
                "a block without template",
                LINKS,
                "",
                ORANGE.replace("camel.routeTemplate[orange].templateId = smpp-link\n", ""),
                "[orange].routeId",
                "names no templateId"));
        faults.add(new Fault(
                "two blocks of one routeId",
                LINKS,
                "",
                ORANGE.replace("link-orange", "link-simulator"),
                "[orange].routeId",
                "there is a route 'link-simulator' already"));
        faults.add(new Fault(
                "a window that is no number",
                LINKS,
                "",
                ORANGE + "camel.routeTemplate[orange].window = many\n",
                "= many",
                "many"));
        faults.add(new Fault(
                "a rate that is no number",
                LINKS,
                "",
                ORANGE + "camel.routeTemplate[orange].rate = fast\n",
                "= fast",
                "fast"));
        faults.add(new Fault(
                "an outcome rule that there is not",
                LINKS,
                "",
                ORANGE + "camel.routeTemplate[orange].unknown = forget\n",
                "= forget",
                "must be hold or retry"));
        faults.add(new Fault(
                "a time that is none",
                LINKS,
                "",
                ORANGE + "camel.routeTemplate[orange].failoverAfter = soon\n",
                "= soon",
                "soon"));
        faults.add(new Fault(
                "an alphabet that there is not",
                LINKS,
                "",
                ORANGE + "camel.routeTemplate[orange].alphabet = KLINGON\n",
                "= KLINGON",
                "KLINGON"));
        faults.add(new Fault(
                "a way of long messages that there is not",
                LINKS,
                "",
                ORANGE + "camel.routeTemplate[orange].longMessages = SCISSORS\n",
                "= SCISSORS",
                "must be UDH, SAR or PAYLOAD"));
        faults.add(new Fault(
                "a UCP window above what the protocol has",
                LINKS,
                "",
                UCP + "camel.routeTemplate[ucp].window = 1000\n",
                "window = 1000",
                "window"));
        faults.add(new Fault(
                "a UCP link without its account",
                LINKS,
                "",
                UCP.replace("camel.routeTemplate[ucp].username = 8812\n", ""),
                "[ucp].templateId",
                "lacks 'username'"));
        faults.add(new Fault(
                "a secret in plain",
                LINKS,
                "",
                ORANGE.replace("{{env:ORANGE_PASSWORD:secret}}", "hunter2"),
                "[orange].password",
                "stands here in plain"));
        faults.add(new Fault(
                "a secret in plain, in a longer value",
                APPLICATION,
                "",
                "camel.component.kafka.securityProtocol = SASL_SSL\ncamel.component.kafka.saslJaasConfig = Login required username=\"me\" password=\"hunter2\";\n",
                "saslJaasConfig",
                "stands here in plain"));
        faults.add(new Fault(
                "a variable of the environment that is not set",
                LINKS,
                "",
                ORANGE.replace("{{env:ORANGE_PASSWORD:secret}}", "{{env:HUB_NOT_SET_AT_ALL}}"),
                "HUB_NOT_SET_AT_ALL",
                "HUB_NOT_SET_AT_ALL"));
        faults.add(new Fault(
                "a file of a secret that there is not",
                LINKS,
                "",
                ORANGE.replace("{{env:ORANGE_PASSWORD:secret}}", "{{file:/nowhere/orange}}"),
                "/nowhere/orange",
                "/nowhere/orange"));
        // ---- providers by HTTP
        faults.add(new Fault(
                "a provider that there is not",
                LINKS,
                "",
                TWILIO.replace("= twilio", "= twillio"),
                "= twillio",
                "There is no provider 'twillio'"));
        faults.add(new Fault(
                "a provider's link without its user",
                LINKS,
                "",
                TWILIO.replace("camel.routeTemplate[tw].user = AC00000000000000000000000000000001\n", ""),
                "[tw]",
                "user"));
        faults.add(new Fault(
                "a provider that calls and has no secret address",
                LINKS,
                "",
                TWILIO + "camel.routeTemplate[tw].callback = https://sms.example.org\n",
                "[tw]",
                "callbackSecret"));
        faults.add(new Fault(
                "an outcome that there is not", TWILIO_FILE, "- PERMANENT", "- PERMANANT", "PERMANANT", "'PERMANANT'"));
        faults.add(new Fault(
                "a value that no message has", TWILIO_FILE, "\"{text}\"", "\"{txt}\"", "{txt}", "{txt}"));
        faults.add(new Fault(
                "a word of a provider's file that nobody knows", TWILIO_FILE, "  form:", "  from:", "  from:", "'from'"));
        faults.add(new Fault(
                "a file of a provider that is no YAML", TWILIO_FILE, "values:", "values: [", null, ""));
        // ---- ports
        faults.add(new Fault(
                "a port beyond the last",
                APPLICATION,
                "hub.http.port = 8080",
                "hub.http.port = 80800",
                "80800",
                "no port"));
        faults.add(new Fault(
                "a port that is a word",
                APPLICATION,
                "hub.smpp.port = 2776",
                "hub.smpp.port = smpp",
                "hub.smpp.port",
                "no port"));
        faults.add(new Fault(
                "a negative port", APPLICATION, "hub.ucp.port = 5001", "hub.ucp.port = -1", "hub.ucp.port", "no port"));
        faults.add(new Fault(
                "a link's port beyond the last", LINKS, "", ORANGE.replace("12775", "127750"), "127750", "no port"));
        faults.add(new Fault(
                "two servers on one port",
                APPLICATION,
                "hub.simulator.port = 2775",
                "hub.simulator.port = 5000",
                "5000",
                "port 5000 is wanted by"));
        faults.add(new Fault(
                "HTTP and management on one port",
                APPLICATION,
                "hub.management.port = 8081",
                "hub.management.port = 8080",
                "hub.management.port",
                "port 8080 is wanted by"));
        faults.add(new Fault(
                "a server of applications on the port of the built-in SMSC",
                APPLICATION,
                "hub.smpp = false\nhub.smpp.host = 127.0.0.1\nhub.smpp.port = 2776",
                "hub.smpp = true\nhub.smpp.host = 0.0.0.0\nhub.smpp.port = 2775",
                "2775",
                "port 2775 is wanted by"));
        // ---- routes
        faults.add(new Fault(
                "two routes of one direct:",
                "routes/own.camel.yaml",
                "",
                "- route:\n    id: mine\n    from:\n      uri: direct:routing\n      steps:\n        - log: x\n",
                "- route:",
                "two routes begin with direct:routing"));
        faults.add(new Fault(
                "two routes of one id",
                "routes/own.camel.yaml",
                "",
                "- route:\n    id: accept\n    from:\n      uri: direct:mine\n      steps:\n        - log: x\n",
                "id: accept",
                "there is a route 'accept' already"));
        faults.add(new Fault(
                "two routes of one HTTP address",
                "routes/own.camel.yaml",
                "",
                "- route:\n    id: mine\n    from:\n      uri: platform-http:/v1/docs\n      parameters:\n        httpMethodRestrict: GET\n      steps:\n        - log: x\n",
                "- route:",
                "two routes begin with platform-http:/v1/docs"));
        faults.add(new Fault(
                "a routeConfiguration that there is not, in a template",
                SMPP_LINK,
                "routeConfigurationId: link-outcomes",
                "routeConfigurationId: link-outcome",
                "route:",
                "no routeConfiguration 'link-outcome'"));
        faults.add(new Fault(
                "a routeConfiguration that there is not, in a route",
                "routes/own.camel.yaml",
                "",
                "- route:\n    id: mine\n    routeConfigurationId: http-problem\n    from:\n      uri: direct:mine\n      steps:\n        - log: x\n",
                "- route:",
                "no routeConfiguration 'http-problem'"));
        faults.add(new Fault(
                "a file of routes with another name",
                "routes/own.yaml",
                "",
                "- route:\n    from:\n      uri: direct:mine\n      steps:\n        - log: x\n",
                null,
                "nobody reads this file"));
        faults.add(new Fault(
                "a direct: that nobody begins with",
                ACCEPT,
                "uri: direct:routing",
                "uri: direct:ruoting",
                "direct:ruoting",
                "direct:ruoting"));
        faults.add(new Fault("a bean that there is not", ACCEPT, "ref: checks", "ref: cheks", "cheks", "cheks"));
        faults.add(new Fault("a method that there is not", ACCEPT, "method: plan", "method: plam", "plam", "plam"));
        faults.add(new Fault(
                "a function of Simple that there is not",
                "routes/own.camel.yaml",
                "",
                "- route:\n    id: mine\n    from:\n      uri: direct:mine\n      steps:\n        - setBody:\n            simple: \"${bdoy}\"\n",
                "bdoy",
                "bdoy"));
        faults.add(new Fault(
                "a predicate of Simple that cannot be read",
                "routes/own.camel.yaml",
                "",
                "- route:\n    id: mine\n    from:\n      uri: direct:mine\n      steps:\n        - filter:\n            simple: \"${header.SmsTo} startz with '+48'\"\n            steps:\n              - log: x\n",
                "startz",
                "startz"));
        faults.add(new Fault(
                "a step that there is not",
                "routes/own.camel.yaml",
                "",
                "- route:\n    id: mine\n    from:\n      uri: direct:mine\n      steps:\n        - sett: x\n",
                "sett",
                "sett"));
        faults.add(new Fault(
                "a field of a step that there is not",
                "routes/own.camel.yaml",
                "",
                "- route:\n    id: mine\n    from:\n      uri: direct:mine\n      steps:\n        - log:\n            message: x\n            levle: WARN\n",
                "levle",
                "levle"));
        faults.add(new Fault(
                "a component that there is not",
                "routes/own.camel.yaml",
                "",
                "- route:\n    id: mine\n    from:\n      uri: direct:mine\n      steps:\n        - to: carrier-pigeon:coop\n",
                "carrier-pigeon",
                "carrier-pigeon"));
        faults.add(new Fault(
                "a component that Camel has and the hub has not",
                "routes/own.camel.yaml",
                "",
                "- route:\n    id: mine\n    from:\n      uri: direct:mine\n      steps:\n        - to: salesforce:getVersions\n",
                "salesforce",
                "salesforce"));
        faults.add(new Fault(
                "an option of a component that there is not",
                ACCEPT,
                "uri: ledger:accept",
                "uri: ledger:accept?windoww=3",
                "windoww",
                "windoww"));
        faults.add(new Fault(
                "an operation of the ledger that there is not",
                ACCEPT,
                "uri: ledger:accept",
                "uri: ledger:acept",
                "ledger:acept",
                "acept"));
        faults.add(new Fault(
                "a class of an exception that there is not",
                OUTCOMES,
                "org.smshub.link.SmsNotSentException\n          onWhen:\n            simple: \"${exception.throttled}\"",
                "org.smshub.link.SmsNotSendException\n          onWhen:\n            simple: \"${exception.throttled}\"",
                "SmsNotSendException",
                "SmsNotSendException"));
        faults.add(new Fault(
                "a placeholder that nothing sets",
                ROUTING,
                "{{hub.links.default}}",
                "{{hub.links.defualt}}",
                "hub.links.defualt",
                "hub.links.defualt"));
        faults.add(new Fault(
                "a language that there is not",
                "routes/own.camel.yaml",
                "",
                "- route:\n    id: mine\n    from:\n      uri: direct:mine\n      steps:\n        - setBody:\n            language:\n              language: esperanto\n              expression: x\n",
                "esperanto",
                "esperanto"));
        faults.add(new Fault("no YAML", ROUTING, "    from:", "   from:", "   from:", "YAML"));
        faults.add(new Fault("an empty file of routes", "routes/own.camel.yaml", "", "\n", null, "empty"));
        faults.add(new Fault(
                "a key of YAML twice",
                ROUTING,
                "    id: routing\n",
                "    id: routing\n    id: other\n",
                "id: other",
                "'id' is there twice"));
        faults.add(new Fault(
                "a time of a ledger step that is none", OUTCOMES, "delay: 5m", "delay: five", "five", "five"));
        faults.add(new Fault(
                "a template's own option that its component lacks",
                SMPP_LINK,
                "          probeMaxDelay: \"{{probeMaxDelay}}\"",
                "          probeMaxDelai: \"{{probeMaxDelay}}\"",
                "probeMaxDelai",
                "probeMaxDelai"));
        faults.add(new Fault(
                "a placeholder of a template that it has not",
                SMPP_LINK,
                "window: \"{{window}}\"",
                "window: \"{{windwo}}\"",
                "windwo",
                "windwo"));
        // ---- properties
        faults.add(new Fault(
                "a key of the hub that nobody reads",
                APPLICATION,
                "hub.links.default =",
                "hub.link.default = simulator\nhub.links.default =",
                "hub.link.default",
                "nobody reads hub.link.default; is hub.links.default meant?"));
        faults.add(new Fault(
                "a key that the wiring asks for is misspelt",
                APPLICATION,
                "hub.search = true",
                "hub.serach = true",
                "hub.serach",
                "nobody reads hub.serach; is hub.search meant?"));
        faults.add(new Fault(
                "a key that a route asks for is misspelt",
                APPLICATION,
                "hub.links.default = simulator",
                "hub.links.defualt = simulator",
                "hub.links.defualt",
                "nobody reads hub.links.defualt; is hub.links.default meant?"));
        faults.add(new Fault(
                "a key of Camel that there is not",
                WIRING,
                "camel.main.shutdownTimeout",
                "camel.main.shutdownTimout",
                "shutdownTimout",
                "shutdownTimout"));
        faults.add(new Fault(
                "an option of a component",
                WIRING,
                "camel.component.ledger.fullAt",
                "camel.component.ledger.fulAt",
                "fulAt",
                "fulAt"));
        faults.add(new Fault(
                "a class of a bean that there is not",
                WIRING,
                "#class:org.smshub.hub.Records",
                "#class:org.smshub.hub.Recrods",
                "Recrods",
                "Recrods"));
        faults.add(new Fault(
                "an option of a bean that it has not",
                WIRING,
                "camel.beans.texts.maxParts",
                "camel.beans.texts.maxPats",
                "maxPats",
                "maxPats"));
        faults.add(new Fault(
                "a bean that refers to one that there is not",
                WIRING,
                "camel.beans.httpMessages.quotas = #bean:quotas",
                "camel.beans.httpMessages.quotas = #bean:quota",
                "#bean:quota",
                "quota"));
        faults.add(new Fault(
                "a value of a bean that cannot be",
                APPLICATION,
                "hub.text.policy = KEEP",
                "hub.text.policy = KEPP",
                "KEPP",
                "KEPP"));
        faults.add(new Fault(
                "a number that is none",
                APPLICATION,
                "hub.text.maxParts = 10",
                "hub.text.maxParts = ten",
                "hub.text.maxParts = ten",
                "ten"));
        faults.add(new Fault(
                "a line that is no key = value",
                APPLICATION,
                "hub.region =",
                "nonsense\nhub.region =",
                "nonsense",
                "no key = value"));
        faults.add(new Fault(
                "a key twice",
                APPLICATION,
                "hub.region =",
                "hub.region = PL\nhub.region =",
                "hub.region =",
                "is already set"));
        faults.add(new Fault(
                "a region that there is not", APPLICATION, "hub.region =", "hub.region = XX", "hub.region = XX", "XX"));
        faults.add(new Fault(
                "a retention that is no time",
                APPLICATION,
                "hub.retention.messages = 90d",
                "hub.retention.messages = long",
                "hub.retention.messages",
                "long"));
        // ---- clients, scenarios, contacts
        faults.add(
                new Fault("two clients of one id", CLIENTS, "", "  - id: demo\n", "id: demo", "there are two of it"));
        faults.add(new Fault(
                "a field of a client that there is not",
                CLIENTS,
                "",
                "  - id: shop\n    sendres: [ACME]\n",
                "sendres",
                "sendres"));
        faults.add(new Fault(
                "a key that is no hash",
                CLIENTS,
                "",
                "  - id: shop\n    keys: [\"hunter2hunter2\"]\n",
                "id: shop",
                "a key stands here as its hash"));
        faults.add(new Fault(
                "a number of a client that is none",
                CLIENTS,
                "",
                "  - id: shop\n    numbers: [\"48600100200\"]\n",
                "id: shop",
                "48600100200"));
        faults.add(new Fault(
                "a field of a client twice",
                CLIENTS,
                "",
                "  - id: shop\n    rate: 10\n    rate: 20\n",
                "rate: 20",
                "Duplicate field 'rate'"));
        faults.add(new Fault(
                "a rate of a client that is no number",
                CLIENTS,
                "",
                "  - id: shop\n    rate: fast\n",
                "rate: fast",
                "fast"));
        faults.add(new Fault(
                "events by a way that there is not",
                CLIENTS,
                "",
                "  - id: shop\n    events: pigeon\n",
                "id: shop",
                "pigeon"));
        faults.add(new Fault(
                "events by a way that is switched off",
                CLIENTS,
                "",
                "  - id: shop\n    events: smpp\n",
                "id: shop",
                "hub.smpp = true?"));
        faults.add(new Fault(
                "a link of a client that there is not",
                CLIENTS,
                "",
                "  - id: shop\n    links: [south]\n",
                "id: shop",
                "'south'"));
        faults.add(new Fault(
                "a webhook without its secret",
                CLIENTS,
                "",
                "  - id: shop\n    events: webhook\n",
                "id: shop",
                "webhook"));
        faults.add(new Fault(
                "a field of a scenario that there is not",
                SIMULATOR,
                "    bind: REFUSE",
                "    bnid: REFUSE",
                "bnid",
                "bnid"));
        faults.add(new Fault(
                "a field of a scenario twice",
                SIMULATOR,
                "    bind: REFUSE",
                "    bind: REFUSE\n    bind: REFUSE",
                "bind: REFUSE",
                "Duplicate field 'bind'"));
        faults.add(new Fault(
                "a value of a scenario that there is not",
                SIMULATOR,
                "    bind: REFUSE",
                "    bind: REFUZE",
                "REFUZE",
                "REFUZE"));
        faults.add(new Fault(
                "a file that nobody reads",
                "config/clients-old.yaml",
                "",
                "clients: []\n",
                null,
                "nobody reads this file"));
        tables(faults);
        // ---- the contract
        faults.add(new Fault(
                "an operation that no route answers",
                "config/sms.openapi.yaml",
                "  /v1/docs:\n",
                "  /v1/dcos:\n",
                "get:",
                "no route answers GET"));
        return faults;
    }

    private static void tables(List<Fault> faults) {
        faults.add(Fault.row(
                "a prefix that is none", NUMBERS, "48,simulator", "no prefix of this table begins with +", ON_NUMBERS));
        faults.add(Fault.row("a prefix with letters", NUMBERS, "+48x,simulator", "not '+48x'", ON_NUMBERS));
        faults.add(Fault.row("a prefix without links", NUMBERS, "+48,", "links are names with blanks", ON_NUMBERS));
        faults.add(Fault.row(
                "links between commas",
                NUMBERS,
                "+48,\"simulator,reserve\"",
                "links have blanks or ; between them",
                ON_NUMBERS));
        faults.add(Fault.row("a link of a prefix", NUMBERS, "+48,nroth", "there is no link 'nroth'", ON_NUMBERS));
        faults.add(Fault.row("a cost", NUMBERS, "+48,simulator,0:02", "not '0:02'", ON_NUMBERS));
        faults.add(Fault.row("a weight", NUMBERS, "+48,simulator,,0", "a weight is 1 to 1000", ON_NUMBERS));
        faults.add(Fault.row(
                "a sender of a prefix",
                NUMBERS,
                "+48,simulator,,,ACME Corporation Ltd",
                "ACME Corporation",
                ON_NUMBERS));
        faults.add(
                Fault.row("which senders are replaced", NUMBERS, "+48,simulator,,,ACME,all", "not 'all'", ON_NUMBERS));
        faults.add(Fault.row("a rate of a prefix", NUMBERS, "+48,simulator,,,,,0", "more than 0", ON_NUMBERS));
        faults.add(Fault.row(
                "too many cells",
                NUMBERS,
                "+48,simulator,,,,,,poland,more",
                "9 cells, and the header has 8",
                ON_NUMBERS));
        faults.add(Fault.row(
                "a double quote that stays open", NUMBERS, "+48,\"simulator", "a double quote is open", ON_NUMBERS));
        faults.add(new Fault(
                "a column that there is not",
                NUMBERS,
                "prefix,links,cost",
                "prefix,links,price",
                NUMBERS,
                "prefix,links,price",
                "no column 'price'",
                ON_NUMBERS));
        faults.add(Fault.row("a keyword of two words", KEYWORDS, "STOP ALL,*,,,,,stop", "not 'STOP ALL'", ON_KEYWORDS));
        faults.add(
                Fault.row("a number of a keyword", KEYWORDS, "INFO,12,,,demo,,,We are open", "not '12'", ON_KEYWORDS));
        faults.add(Fault.row("what a keyword does", KEYWORDS, "STOP,*,,,,,halt", "not 'halt'", ON_KEYWORDS));
        faults.add(Fault.row(
                "a client of a keyword", KEYWORDS, "INFO,12345,,,shop,,,We are open", "no client 'shop'", ON_KEYWORDS));
        faults.add(Fault.row(
                "a link of a keyword",
                KEYWORDS,
                "INFO,12345,,nroth,demo,,,We are open",
                "no link 'nroth'",
                ON_KEYWORDS));
        faults.add(Fault.row(
                "a way out that there is not", KEYWORDS, "INFO,12345,,,demo,pigeon", "not 'pigeon'", ON_KEYWORDS));
        faults.add(
                Fault.row("a way out that is switched off", KEYWORDS, "INFO,12345,,,demo,smpp", "'smpp'", ON_KEYWORDS));
        faults.add(Fault.row(
                "a keyword for nothing", KEYWORDS, "INFO,12345,,,", "says nothing of what becomes", ON_KEYWORDS));
        faults.add(new Fault(
                "words that stop without a list of opt-outs",
                APPLICATION,
                "hub.routing.keywords = false",
                "hub.routing.keywords = true",
                KEYWORDS,
                "STOP,*",
                "hub.routing.optOut = true",
                null));
        faults.add(new Fault(
                "a table that is off",
                NUMBERS,
                "",
                "+48,simulator\n",
                null,
                "nobody reads this file, since hub.routing.numbers is false"));
        faults.add(Fault.row("a day that is none", HOLIDAYS, "2027-02-30,Never", "not '2027-02-30'", ON_CALENDAR));
        faults.add(Fault.row("a day of every year", HOLIDAYS, "13-25,Never", "not '13-25'", ON_CALENDAR));
        faults.add(Fault.row("a number that is none", PORTED, "48600100200,26002", "not '48600100200'", ON_PORTED));
        faults.add(Fault.row("a network that is none", PORTED, "+48600100200,T Mobile", "not 'T Mobile'", ON_PORTED));
        faults.add(new Fault(
                "a time that a choice asks for",
                "routes/own.camel.yaml",
                "",
                "- route:\n    id: mine\n    from:\n      uri: direct:mine\n      steps:\n        - filter:\n            method:\n              ref: calendar\n              method: is('MON-FRY')\n            steps:\n              - log: x\n",
                "routes/own.camel.yaml",
                "MON-FRY",
                "'MON-FRY' is no time",
                ON_CALENDAR));
        faults.add(new Fault(
                "a time that is asked for, of a calendar that is off",
                "routes/own.camel.yaml",
                "",
                "- route:\n    id: mine\n    from:\n      uri: direct:mine\n      steps:\n        - filter:\n            method:\n              ref: calendar\n              method: is('MON-FRI')\n            steps:\n              - log: x\n",
                "MON-FRI",
                "hub.routing.calendar = true"));
        faults.add(new Fault(
                "a time zone",
                APPLICATION,
                "hub.routing.zone =",
                "hub.routing.zone = Warsaw",
                "hub.routing.zone",
                "Warsaw"));
        faults.add(new Fault(
                "hours of the night",
                APPLICATION,
                "hub.quietHours.hours = 21:00-08:00",
                "hub.quietHours.hours = 21-08",
                "hub.quietHours.hours",
                "21-08"));
        faults.add(new Fault(
                "a scope of opt-outs",
                APPLICATION,
                "hub.optOut.scope = SENDER",
                "hub.optOut.scope = SENDRE",
                "hub.optOut.scope",
                "SENDRE"));
        faults.add(new Fault(
                "an address of a look-up without {number}",
                APPLICATION,
                "hub.portability.url =",
                "hub.portability.url = https://lookup.example.org/",
                "hub.portability.url",
                "{number}"));
    }
}
