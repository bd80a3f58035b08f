package org.smshub.hub.mail.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.internal.command.MailCommand;
import org.subethamail.smtp.internal.server.BaseCommand;
import org.subethamail.smtp.internal.server.Command;
import org.subethamail.smtp.internal.server.CommandException;
import org.subethamail.smtp.internal.server.CommandHandler;
import org.subethamail.smtp.internal.server.HelpMessage;
import org.subethamail.smtp.server.SMTPServer;
import org.subethamail.smtp.server.Session;

/**
 * Where the library's commands are not what they should be: it offers BDAT, which takes a mail that breaks off for a whole one; it
 * lets passwords travel in clear; it keeps the sender of a mail that was refused; and a line that it cannot make anything of
 * ends the connection with a stack trace.
 */
final class SmtpCommands {

    private static final Logger LOG = LoggerFactory.getLogger(SmtpCommands.class);
    private static final Pattern SIZE = Pattern.compile("\\sSIZE=([0-9]+)", Pattern.CASE_INSENSITIVE);
    private static final int SIZE_DIGITS = 9;

    /** RFC 5321 4.5.3.1.3, with room for those of SMTPUTF8. */
    private static final int ADDRESS = 320;

    private SmtpCommands() {}

    static void into(SMTPServer server) {
        CommandHandler commands = server.getCommandHandler();
        commands.addCommand(new MailCommand(address -> address.length() <= ADDRESS));
        for (String name : new String[] {"HELO", "MAIL", "RCPT", "RSET", "NOOP", "STARTTLS", "DATA", "AUTH"}) {
            commands.addCommand(new Guarded(commands.getCommand(name)));
        }
        commands.addCommand(new Ehlo());
        for (String name : new String[] {"BDAT", "VRFY", "EXPN", "HELP"}) {
            commands.addCommand(new NotOffered(name));
        }
    }

    /** Whether a password may be asked for: nobody listens in on TLS, or on this machine. */
    static boolean isPrivate(Session session) {
        return session.isTLSStarted()
                || session.getRealRemoteAddress().getAddress().isLoopbackAddress();
    }

    private static final class Guarded implements Command {

        private final Command command;

        Guarded(Command command) {
            this.command = command;
        }

        @Override
        public void execute(String line, Session session) throws IOException, DropConnectionException {
            switch (getName()) {
                case "AUTH" -> auth(line, session);
                case "MAIL" -> mail(line, session);
                case "DATA" -> data(line, session);
                default -> run(line, session);
            }
        }

        private void run(String line, Session session) throws IOException, DropConnectionException {
            try {
                command.execute(line, session);
            } catch (RuntimeException e) {
                InetAddress from = session.getRemoteAddress().getAddress();
                LOG.debug("{} of {} makes no sense", getName(), from.getHostAddress(), e);
                session.sendResponse("501 5.5.4 Syntax error in parameters");
            }
        }

        private void auth(String line, Session session) throws IOException, DropConnectionException {
            if (!isPrivate(session)) {
                session.sendResponse("530 5.7.0 A password goes by TLS alone: STARTTLS first");
            } else {
                run(line, session);
            }
        }

        private void mail(String line, Session session) throws IOException, DropConnectionException {
            Matcher size = SIZE.matcher(line);
            if (size.find() && size.group(1).length() > SIZE_DIGITS) {
                session.sendResponse("552 5.3.4 Message size exceeds fixed limit");
            } else {
                run(line, session);
            }
        }

        /** Whatever became of the mail, the next one begins anew (RFC 5321 4.1.1.4). */
        private void data(String line, Session session) throws IOException, DropConnectionException {
            boolean begun = session.isMailTransactionInProgress();
            run(line, session);
            if (begun && session.isMailTransactionInProgress()) {
                session.resetMailTransaction();
            }
        }

        @Override
        public HelpMessage getHelp() throws CommandException {
            return command.getHelp();
        }

        @Override
        public String getName() {
            return command.getName();
        }
    }

    private static final class Ehlo extends BaseCommand {

        Ehlo() {
            super("EHLO", "Introduce yourself", "<hostname>");
        }

        @Override
        public void execute(String line, Session session) throws IOException {
            String[] words = getArgs(line);
            if (words.length < 2) {
                session.sendResponse("501 5.5.4 EHLO wants a host name");
                return;
            }
            SMTPServer server = session.getServer();
            session.resetMailTransaction();
            session.setHelo(words[1]);
            StringBuilder answer = new StringBuilder("250-")
                    .append(server.getHostName())
                    .append("\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n");
            if (server.getEnableTLS() && !session.isTLSStarted()) {
                answer.append("250-STARTTLS\r\n");
            }
            if (isPrivate(session)) {
                answer.append("250-AUTH PLAIN LOGIN\r\n");
            }
            session.sendResponse(answer.append("250 SIZE ")
                    .append(server.getMaxMessageSize())
                    .toString());
        }
    }

    private static final class NotOffered extends BaseCommand {

        NotOffered(String name) {
            super(name, "Not offered");
        }

        @Override
        public void execute(String line, Session session) throws IOException, DropConnectionException {
            if (getName().equals("BDAT")) {
                // its octets would be read as commands
                throw new DropConnectionException(502, "5.5.1 BDAT is not offered");
            }
            session.sendResponse("502 5.5.1 " + getName() + " is not offered");
        }
    }
}
