package org.smshub.hub.mail.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyCutterTest {

    private static String cut(String text) {
        return ReplyCutter.shipped().cut(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "On Mon, Nov 2, 2026 at 9:00 AM Bob Smith <bob@example.org> wrote:",
                "Am 02.11.2026 um 09:00 schrieb Bob Smith:",
                "Am Mo., 2. Nov. 2026 um 09:00 Uhr schrieb Bob <bob@example.org>:",
                "Le lun. 2 nov. 2026 à 09:00, Bob <bob@example.org> a écrit :",
                "El lun, 2 nov 2026 a las 9:00, Bob (<bob@example.org>) escribió:",
                "Em seg., 2 de nov. de 2026 às 09:00, Bob <bob@example.org> escreveu:",
                "Il giorno lun 2 nov 2026 alle ore 09:00 Bob <bob@example.org> ha scritto:",
                "W dniu 2.11.2026 o 09:00, Bob pisze:",
                "pon., 2 lis 2026 o 09:00 Bob <bob@example.org> napisał(a):",
                "Op ma 2 nov 2026 om 09:00 schreef Bob <bob@example.org>:",
                "Den mån 2 nov. 2026 kl 09:00 skrev Bob <bob@example.org>:",
                "Den man. 2. nov. 2026 kl. 09.00 skrev Bob <bob@example.org>:",
                "ma 2. marrask. 2026 klo 9.00 Bob (bob@example.org) kirjoitti:",
                "Dne 02.11.2026 v 9:00 Bob napsal(a):",
                "po 2. 11. 2026 o 9:00 Bob <bob@example.org> napísal(a):",
                "Bob <bob@example.org> ezt írta (időpont: 2026. nov. 2., H, 9:00):",
                "În lun., 2 nov. 2026 la 09:00, Bob <bob@example.org> a scris:",
                "пн, 2 нояб. 2026 г. в 09:00, Bob <bob@example.org>:\u00a0 пишет:",
                "пн, 2 лист. 2026 р. о 09:00 Bob <bob@example.org> пише:",
                "На пн, 2.11.2026 г. в 9:00 Bob <bob@example.org> написа:",
                "Στις Δευ 2 Νοε 2026 στις 9:00 π.μ., ο χρήστης Bob <bob@example.org> έγραψε:",
                "Bob <bob@example.org>, 2 Kas 2026 Pzt, 09:00 tarihinde şunu yazdı:",
                "‫בתאריך יום ב׳, 2 בנוב׳ 2026 ב-9:00 מאת Bob <bob@example.org>:",
                "Bob <bob@example.org> 于2026年11月2日周一 09:00写道：",
                "2026年11月2日(月) 9:00 Bob <bob@example.org>のメール:",
                "2026년 11월 2일 (월) 오전 9:00, Bob <bob@example.org>님이 작성:",
                "Vào Th 2, 2 thg 11, 2026 vào lúc 09:00 Bob <bob@example.org> đã viết:",
                "Pada tanggal Sen, 2 Nov 2026 pukul 09.00 Bob <bob@example.org> menulis:",
                "V V pon., 2. nov. 2026 ob 09:00 je oseba Bob <bob@example.org> je napisala:",
                "pon, 2. stu 2026. u 09:00 Bob <bob@example.org> je napisao:",
                "P, 2026. gada 2. nov., plkst. 09:00 — lietotājs Bob (bob@example.org) rakstīja:",
                "2026-11-02, pr, 09:00 Bob <bob@example.org> rašė:",
                "Kuupäev E, 2. november 2026 kell 09:00 kirjutas Bob (bob@example.org):",
                "-----Original Message-----",
                "-----Ursprüngliche Nachricht-----",
                "-----Oryginalna wiadomość-----",
                "-------- Исходное сообщение --------"
            })
    void quotedMailsGo(String intro) {
        assertThat(cut("Answer.\n\n" + intro + "\n\nWhat they wrote.")).isEqualTo("Answer.");
        assertThat(cut("Answer.\n\n" + intro + "\n> What they wrote.\n> More.")).isEqualTo("Answer.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: Bob\nSent: Monday",
                "Von: Bob\nGesendet: Montag",
                "De : Bob\nEnvoyé : lundi",
                "Da: Bob\nInviato: lunedì",
                "De: Bob\nEnviado el: lunes",
                "Od: Bob\nWysłano: poniedziałek",
                "Van: Bob\nVerzonden: maandag",
                "Från: Bob\nSkickat: måndag",
                "Fra: Bob\nSendt: mandag",
                "Lähettäjä: Bob\nLähetetty: maanantai",
                "Odesílatel: Bob\nOdesláno: pondělí",
                "Feladó: Bob\nElküldve: hétfő",
                "От: Bob\nОтправлено: понедельник",
                "Від: Bob\nНадіслано: понеділок",
                "Από: Bob\nΣτάλθηκε: Δευτέρα",
                "Kimden: Bob\nGönderildi: Pazartesi",
                "发件人: Bob\n发送时间: 2026",
                "差出人: Bob\n送信日時: 2026",
                "보낸 사람: Bob\n보낸 날짜: 2026"
            })
    void copiedHeadersGo(String header) {
        assertThat(cut("Answer.\n\n________________________________\n" + header + "\nTo: Anna\n\nOld."))
                .startsWith("Answer.")
                .doesNotContain("Old", "Bob");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sent from my iPhone",
                "Get Outlook for Android",
                "Gesendet von Outlook für iOS",
                "Von meinem iPad gesendet",
                "Envoyé de mon iPhone",
                "Enviado desde mi iPhone",
                "Enviado do meu iPhone",
                "Inviato da iPhone",
                "Wysłane z iPhone'a",
                "Verstuurd vanaf mijn iPhone",
                "Skickat från min iPhone",
                "Sendt fra min iPhone",
                "Lähetetty iPhonesta",
                "Odesláno z iPhonu",
                "Отправлено с iPhone",
                "Надіслано з iPhone",
                "Στάλθηκε από το iPhone μου",
                "iPhone'umdan gönderildi",
                "发自我的iPhone",
                "iPhoneから送信",
                "-- ",
                "--"
            })
    void signaturesGo(String signature) {
        assertThat(cut("Answer.\n\n" + signature + "\nAnna\nACME")).isEqualTo("Answer.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Diese E-Mail enthält vertrauliche Informationen.",
                "Ce message et ses pièces jointes sont confidentiels.",
                "Niniejsza wiadomość zawiera informacje poufne.",
                "Este mensaje contiene información confidencial.",
                "Questo messaggio contiene informazioni riservate.",
                "CONFIDENTIALITY NOTICE: read this.",
                "This message is intended only for the addressee."
            })
    void disclaimersGo(String disclaimer) {
        assertThat(cut("Answer.\n\n" + disclaimer + "\nMore of it.")).isEqualTo("Answer.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "> only quoted", "-- \nAnna", "On 2 Nov 2026 Bob wrote:\n> x",
                        "From: Bob\nSent: Monday\n\nAll there is.",
                "This e-mail is confidential.", "Sent from my iPhone", "CAUTION: external, from outside",
                        "Regards,\nA\nB\nC"
            })
    void neverEmpty(String text) {
        assertThat(cut(text)).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Here is what she wrote:\nCome at nine.",
                "From: the gate\nTurn left.",
                "Thanks,\nAnna",
                "Price - 5 > 3\nOk",
                "On Monday we wrote to them.\nNo answer."
            })
    void whatOnlyLooksLikeItStays(String text) {
        assertThat(cut(text)).isEqualTo(text);
    }

    /** Lines that the rules are about, in whatever number and order. */
    @Test
    void neverEmptyWhateverStandsTogether() {
        List<String> lines = List.of(
                "",
                "\u00a0",
                ">",
                "> quoted",
                ">> twice",
                "-- ",
                "--",
                "[cid:image001.png@01D]",
                "-----Original Message-----",
                "On Mon, Nov 2, 2026 at 9:00 AM Bob <bob@example.org> wrote:",
                "Am 02.11.2026 um 09:00 schrieb Bob:",
                "W dniu 2.11.2026 o 09:00, Bob pisze:",
                "2026年11月2日(月) 9:00 Bob <bob@example.org>のメール:",
                "From: Bob",
                "Sent: Monday",
                "Von: Bob",
                "Gesendet: Montag",
                "От: Bob",
                "Отправлено: понедельник",
                "Sent from my iPhone",
                "Wysłane z iPhone'a",
                "发自我的iPhone",
                "Kind regards,",
                "Mit freundlichen Grüßen",
                "Anna",
                "ACME Ltd",
                "CAUTION: this mail came from outside",
                "This e-mail is confidential.",
                "Niniejsza wiadomość zawiera informacje poufne.",
                "Please consider the environment before printing");
        Random random = new Random(19);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(8); n >= 0; n--) {
                text.append(lines.get(random.nextInt(lines.size()))).append(n > 0 ? "\n" : "");
            }
            if (!text.toString().replace('\u00a0', ' ').isBlank()) {
                assertThat(cut(text.toString())).as(text.toString()).isNotBlank();
            }
        }
    }

    @Test
    void linesAreHeldInBounds() {
        String line = "On " + "a ".repeat(100_000) + "wrote";
        assertThat(cut(line + "\nx")).isNotBlank();
        assertThat(cut("Am x\n".repeat(50_000))).isNotBlank();
    }
}
