package org.smshub.hub.files.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One pass over a file before anything of it is sent: that it is whole text in its encoding, and its digest. What fails later
 * fails by its line.
 *
 * @param charset of the text
 * @param bom octets of a byte order mark at its beginning
 * @param digest SHA-256 of the content, in hexadecimal digits
 */
public record FileScan(Path file, Charset charset, int bom, String digest) {

    private static final int CHUNK = 65_536;

    /**
     * @param encoding a charset's name; AUTO = by its byte order mark, else UTF-8 where it is that, else the other one
     * @throws BrokenFileException it is no text that can be read
     */
    static FileScan of(Path file, String encoding, Charset otherwise) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new BrokenFileException("It is no file, but a link or something else");
        }
        if (!Files.isReadable(file)) {
            throw new BrokenFileException(
                    "The hub may not read it: the rights of the file or of its folder are too narrow");
        }
        byte[] head = head(file);
        packed(head);
        Charset byMark = byMark(head);
        int bom = byMark == null ? 0 : byMark == StandardCharsets.UTF_8 ? 3 : 2;
        boolean auto = encoding.equals("AUTO");
        Charset first = byMark != null ? byMark : auto ? StandardCharsets.UTF_8 : Charset.forName(encoding);
        try {
            return scan(file, first, bom);
        } catch (BrokenFileException e) {
            if (!auto || byMark != null || !(e instanceof UndecodableException)) {
                throw e;
            }
            return scan(file, otherwise, bom);
        }
    }

    private static final class UndecodableException extends BrokenFileException {
        UndecodableException(String message) {
            super(message);
        }
    }

    private static byte[] head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(4);
        }
    }

    private static void packed(byte[] head) throws BrokenFileException {
        boolean gzip = head.length >= 2 && head[0] == 0x1f && (head[1] & 0xff) == 0x8b;
        boolean zip = head.length >= 4 && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4;
        if (gzip || zip) {
            throw new BrokenFileException("It is packed (" + (gzip ? "gzip" : "zip") + "): drop it unpacked");
        }
    }

    private static Charset byMark(byte[] head) {
        if (head.length >= 3 && head[0] == (byte) 0xef && head[1] == (byte) 0xbb && head[2] == (byte) 0xbf) {
            return StandardCharsets.UTF_8;
        }
        if (head.length >= 2 && head[0] == (byte) 0xfe && head[1] == (byte) 0xff) {
            return StandardCharsets.UTF_16BE;
        }
        if (head.length >= 2 && head[0] == (byte) 0xff && head[1] == (byte) 0xfe) {
            return StandardCharsets.UTF_16LE;
        }
        return null;
    }

    private static FileScan scan(Path file, Charset charset, int bom) throws IOException {
        MessageDigest digest = sha256();
        CharsetDecoder decoder = strict(charset);
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK);
        CharBuffer chars = CharBuffer.allocate(CHUNK);
        long read = bom;
        try (InputStream in = Files.newInputStream(file)) {
            digest.update(in.readNBytes(bom));
            int got;
            do {
                got = in.read(bytes.array(), bytes.position(), bytes.remaining());
                if (got > 0) {
                    digest.update(bytes.array(), bytes.position(), got);
                    bytes.position(bytes.position() + got);
                    read += got;
                }
                bytes.flip();
                decode(decoder, bytes, chars, got < 0, charset, read - bytes.limit());
                bytes.compact();
            } while (got >= 0);
        }
        return new FileScan(file, charset, bom, HexFormat.of().formatHex(digest.digest()));
    }

    private static void decode(
            CharsetDecoder decoder, ByteBuffer bytes, CharBuffer chars, boolean last, Charset charset, long before)
            throws BrokenFileException {
        while (true) {
            CoderResult result = decoder.decode(bytes, chars.clear(), last);
            for (int i = 0; i < chars.position(); i++) {
                if (chars.get(i) == 0) {
                    throw new BrokenFileException("It has NUL characters, and is no text in " + charset
                            + "; the option encoding says what it is written in, such as UTF-16LE");
                }
            }
            if (result.isError()) {
                throw new UndecodableException("It is no " + charset + ": octet " + (before + bytes.position() + 1)
                        + "; the option encoding says what it is written in");
            }
            if (result.isUnderflow()) {
                return;
            }
        }
    }

    private static CharsetDecoder strict(Charset charset) {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    /** The text from its beginning, without the mark. */
    Reader reader() throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            in.skipNBytes(bom);
            return new InputStreamReader(in, strict(charset));
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }
}
