"""Receivers of webhooks, good and bad, each under /<how>/<client>; what they take stands in a book before it is answered.

A name server beside them, whose answers change between the good address and the forbidden one with each question.
"""
import base64, hashlib, hmac, json, socket, struct, sys, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

with open(sys.argv[1]) as file:
    config = json.load(file)
keys = {client: base64.b64decode(secret.removeprefix("whsec_")) for client, secret in config["secrets"].items()}
book = open(config["book"], "a")
lock = threading.Lock()


def write(line):
    with lock:
        book.write(line + "\n")
        book.flush()


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self):
        came = int(time.time() * 1000)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        _, how, client = self.path.split("/")
        if self.server.server_address[0] == config["trap"]:
            write(f"TRAP {client}")
        if how == "slow":
            time.sleep(10)
        elif how == "fail":
            return self.answer(500)
        elif how == "redirect":
            return self.answer(307, f"http://{config['trap']}:{config['port']}/good/{client}")
        event, at = self.headers["webhook-id"], self.headers["webhook-timestamp"]
        signed = event.encode() + b"." + at.encode() + b"." + body
        own = "v1," + base64.b64encode(hmac.new(keys[client], signed, hashlib.sha256).digest()).decode()
        good = any(hmac.compare_digest(own, one) for one in self.headers["webhook-signature"].split(" "))
        write(f"{came if good else 'BAD'} {client} {event} {body.decode()}")
        self.answer(204 if good else 401)

    def answer(self, status, location=None):
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *words):
        pass


class Server(ThreadingHTTPServer):
    request_queue_size = 256
    daemon_threads = True

    def handle_error(self, *words):
        pass  # the hub was killed while it waited


def names():
    """RFC 1035: one A record, time to live 0; nothing for any other question."""
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", config["names"]))
    asked = 0
    while True:
        question, peer = server.recvfrom(512)
        end = question.index(b"\0", 12) + 5
        is_a = struct.unpack("!H", question[end - 4:end - 2])[0] == 1
        answer = question[:2] + struct.pack("!HHHHH", 0x8180, 1, int(is_a), 0, 0) + question[12:end]
        if is_a:
            address = config["host"] if asked % 2 == 0 else config["trap"]
            asked += 1
            answer += struct.pack("!HHHIH", 0xC00C, 1, 1, 0, 4) + socket.inet_aton(address)
        server.sendto(answer, peer)


threading.Thread(target=names, daemon=True).start()
trap = Server((config["trap"], config["port"]), Receiver)
threading.Thread(target=trap.serve_forever, daemon=True).start()
good = Server((config["host"], config["port"]), Receiver)
print("ready", flush=True)
good.serve_forever()
