/*
 * SCTP where the kernel has none, or where a test has no SCTP itself: each message goes over TCP, its length (two octets,
 * the high one first) before it. LD_PRELOADed into osmo-msc for its SGs interface; without SCTP osmo-msc does not start.
 * One address, IPv4, no notifications. libsctp's own functions are replaced, so none of its headers is needed.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

int socket(int domain, int type, int protocol) {
  int (*next)(int, int, int) = (int (*)(int, int, int)) dlsym(RTLD_NEXT, "socket");
  return next(domain, type, protocol == IPPROTO_SCTP ? IPPROTO_TCP : protocol);
}

/* events and timers of SCTP: asked for, never needed */
int setsockopt(int fd, int level, int name, const void *value, socklen_t length) {
  int (*next)(int, int, int, const void *, socklen_t) =
      (int (*)(int, int, int, const void *, socklen_t)) dlsym(RTLD_NEXT, "setsockopt");
  return level == IPPROTO_SCTP ? 0 : next(fd, level, name, value, length);
}

int getsockopt(int fd, int level, int name, void *value, socklen_t *length) {
  int (*next)(int, int, int, void *, socklen_t *) =
      (int (*)(int, int, int, void *, socklen_t *)) dlsym(RTLD_NEXT, "getsockopt");
  return level == IPPROTO_SCTP ? 0 : next(fd, level, name, value, length);
}

int sctp_bindx(int fd, struct sockaddr *addresses, int count, int flags) {
  return bind(fd, addresses, sizeof(struct sockaddr_in));
}

int sctp_connectx(int fd, struct sockaddr *addresses, int count, void *id) {
  return connect(fd, addresses, sizeof(struct sockaddr_in));
}

/* 1, 0 at the end of the stream, or -1; the sockets do not block, and the rest of a message is never far */
static int all(int fd, void *octets, size_t length, int out) {
  for (size_t n = 0; n < length;) {
    char *at = (char *) octets + n;
    ssize_t some = out ? send(fd, at, length - n, MSG_NOSIGNAL) : recv(fd, at, length - n, 0);
    if (some > 0) {
      n += some;
    } else if (some == 0) {
      return 0;
    } else if (errno == EAGAIN) {
      struct pollfd ready = {fd, out ? POLLOUT : POLLIN, 0};
      if (poll(&ready, 1, 5000) <= 0) return -1;
    } else if (errno != EINTR) {
      return -1;
    }
  }
  return 1;
}

int sctp_recvmsg(int fd, void *message, size_t size, void *from, socklen_t *from_length, void *info, int *flags) {
  unsigned char length[2];
  int read = all(fd, length, 2, 0);
  size_t octets = length[0] << 8 | length[1];
  if (read <= 0) return read;
  if (octets > size) return -1;
  read = all(fd, message, octets, 0);
  return read <= 0 ? read : (int) octets;
}

int sctp_send(int fd, const void *message, size_t octets, const void *info, int flags) {
  unsigned char frame[2 + 65535];
  if (octets > 65535) return -1;
  frame[0] = octets >> 8;
  frame[1] = octets;
  memcpy(frame + 2, message, octets);
  return all(fd, frame, 2 + octets, 1) <= 0 ? -1 : (int) octets;
}
