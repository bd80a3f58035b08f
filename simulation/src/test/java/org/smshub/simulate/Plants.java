package org.smshub.simulate;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.smshub.ledger.entry.Account;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Receipt;
import org.smshub.ledger.entry.Result;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.Engine;
import org.smshub.ledger.store.Group;

/** Faults that once were in the hub, or could have been. */
final class Plants {

    private Plants() {}

    /** A clause for IOException that says "nothing has left", and an unknown outcome that has one as its cause. */
    static final Plant CAUSES_ARE_MATCHED = new Plant() {
        @Override
        String clause() {
            return """
                      - onException:
                          exception:
                            - java.io.IOException
                          handled:
                            constant: "true"
                          steps:
                            - to:
                                uri: ledger:down
                                parameters:
                                  delay: 2s
                """;
        }

        @Override
        Exception failure(Exception real) {
            real.initCause(new IOException("reset"));
            return real;
        }
    };

    static final Plant CLAIM_IS_AN_ATTEMPT = new Plant() {
        @Override
        Engine engine(Engine real) {
            return new Passing(real) {
                private final Map<String, Integer> claims = new HashMap<>();

                @Override
                Answers write(Group group, Engine to) throws SQLException {
                    Answers answers = to.write(group);
                    answers.claims.replaceAll(
                            all -> all.stream().map(this::counted).toList());
                    return answers;
                }

                private Claim counted(Claim claim) {
                    String part = claim.submission().messageId()
                            + '/'
                            + claim.submission().part();
                    int before = claims.merge(part, 1, Integer::sum);
                    return new Claim(
                            claim.submission(),
                            claim.link(),
                            before,
                            claim.throttles(),
                            claim.doubt(),
                            claim.lastReceipt());
                }
            };
        }
    };

    static final Plant RESULT_IS_WRITTEN_TWICE = new Plant() {
        @Override
        Engine engine(Engine real) {
            return new Passing(real) {
                private List<Result> last = new ArrayList<>();

                @Override
                Answers write(Group group, Engine to) throws SQLException {
                    Answers answers = to.write(group);
                    if (!last.isEmpty() && group.results.isEmpty()) {
                        Group again = new Group(group.now, group.profiles);
                        again.results.addAll(last);
                        to.write(again);
                        last = new ArrayList<>();
                    } else {
                        last.addAll(group.results);
                    }
                    return answers;
                }
            };
        }
    };

    static final Plant RECEIPT_IS_LOST = new Plant() {
        @Override
        Engine engine(Engine real) {
            return new Passing(real) {
                private int count;

                @Override
                Answers write(Group group, Engine to) throws SQLException {
                    TreeMap<Integer, Receipt> lost = new TreeMap<>();
                    for (int i = group.receipts.size() - 1; i >= 0; i--) {
                        if (++count % 10 == 0) {
                            lost.put(i, group.receipts.remove(i));
                        }
                    }
                    Answers answers = to.write(group);
                    lost.forEach((place, receipt) -> {
                        group.receipts.add(place, receipt);
                        answers.receipts.add(place, true);
                    });
                    return answers;
                }
            };
        }
    };

    static final Plant WALL_CLOCK_IN_PAUSES = new Plant() {
        @Override
        long nanos(Clock clock) {
            return clock.wall() * Clock.MILLI;
        }
    };

    static final Plant TAKER_THROWS = new Plant() {
        @Override
        void begins(Sms sms) {
            if (sms.key().endsWith("7")) {
                throw new IllegalStateException("planted");
            }
        }
    };

    static final Plant EVENTS_OUT_OF_ORDER = new Plant() {
        @Override
        Engine engine(Engine real) {
            return new Passing(real) {
                @Override
                Answers write(Group group, Engine to) throws SQLException {
                    Answers answers = to.write(group);
                    answers.lanes.replaceAll(events -> {
                        List<org.smshub.ledger.entry.Event> turned = new ArrayList<>(events);
                        Collections.reverse(turned);
                        return turned;
                    });
                    return answers;
                }
            };
        }
    };

    /** An engine that does something else with a group. */
    private abstract static class Passing implements Engine {
        private final Engine real;

        private Passing(Engine real) {
            this.real = real;
        }

        abstract Answers write(Group group, Engine to) throws SQLException;

        @Override
        public Answers write(Group group) throws SQLException {
            return write(group, real);
        }

        @Override
        public void learn(String link, Account account) {
            real.learn(link, account);
        }

        @Override
        public Trouble trouble(SQLException e) {
            return real.trouble(e);
        }

        @Override
        public String advice(SQLException e) {
            return real.advice(e);
        }

        @Override
        public void close() throws SQLException {
            real.close();
        }
    }
}
