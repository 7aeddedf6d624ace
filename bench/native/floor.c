/*
 * The floor: the least that a server on one core can do for a Heartbeat. It reads what has come, takes the frames
 * apart, unmasks them, and answers those of one read in one write, with an answer of fixed size that holds the id of
 * the call. It is no WebSocket server: it accepts every handshake with the answer to the one key that load.c sends,
 * and understands unfragmented text frames only.
 *
 * Prints its port, and ends when standard input does.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 256, BUFFER = 64 * 1024, ID_AT = 4, ID_LENGTH = 36, SMALLEST_CALL = ID_AT + ID_LENGTH };

static const char ACCEPTED[] =
    "HTTP/1.1 101 Switching Protocols\r\n"
    "Upgrade: websocket\r\n"
    "Connection: Upgrade\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
    "Sec-WebSocket-Protocol: ocpp1.6\r\n\r\n";

static const char ANSWER[] =
    "[3,\"000000000000000000000000000000000000\",{\"currentTime\":\"2024-05-17T09:30:00.000000+00:00\"}]";

struct link {
    int socket;
    int is_open; /* the handshake is done */
    size_t length;
    unsigned char received[BUFFER];
};

static void stop(const char *what)
{
    perror(what);
    exit(1);
}

static void end(struct link *link)
{
    close(link->socket);
    free(link);
}

/* Append the answer to one call; return where the next one goes. */
static unsigned char *answer(unsigned char *out, const unsigned char *call)
{
    const size_t length = sizeof ANSWER - 1;
    *out++ = 0x81; /* final, text */
    *out++ = (unsigned char)length;
    memcpy(out, ANSWER, length);
    memcpy(out + ID_AT, call + ID_AT, ID_LENGTH);
    return out + length;
}

/* Answer every complete frame in the buffer, in one write; keep what is left of the last one. */
static void answer_frames(struct link *link)
{
    static unsigned char out[BUFFER];
    unsigned char *write_at = out;
    unsigned char *frame = link->received, *const end_of_data = link->received + link->length;

    while (end_of_data - frame >= 6) {
        size_t length = frame[1] & 0x7f;
        unsigned char *mask = frame + 2;
        if (length == 126) {
            length = (size_t)frame[2] << 8 | frame[3];
            mask = frame + 4;
        }
        unsigned char *const payload = mask + 4;
        if (payload + length > end_of_data)
            break;
        for (size_t i = 0; i < length; i++)
            payload[i] ^= mask[i & 3];
        if (frame[0] == 0x81 && length >= SMALLEST_CALL && write_at + sizeof ANSWER + 2 < out + sizeof out)
            write_at = answer(write_at, payload);
        frame = payload + length;
    }
    link->length = (size_t)(end_of_data - frame);
    memmove(link->received, frame, link->length);
    if (write_at > out)
        send(link->socket, out, (size_t)(write_at - out), MSG_NOSIGNAL);
}

static void receive(struct link *link)
{
    const ssize_t count = recv(link->socket, link->received + link->length, BUFFER - link->length, 0);
    if (count <= 0) {
        end(link);
        return;
    }
    link->length += (size_t)count;
    if (link->is_open) {
        answer_frames(link);
    } else if (memmem(link->received, link->length, "\r\n\r\n", 4)) {
        send(link->socket, ACCEPTED, sizeof ACCEPTED - 1, MSG_NOSIGNAL);
        link->is_open = 1;
        link->length = 0;
    }
}

static void watch(int epoll, int descriptor, void *who)
{
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = who};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event))
        stop("epoll_ctl");
}

static void accept_link(int epoll, int listener)
{
    const int on = 1;
    struct link *link = calloc(1, sizeof *link);
    if (!link)
        stop("calloc");
    link->socket = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
    if (link->socket < 0)
        stop("accept4");
    setsockopt(link->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    watch(epoll, link->socket, link);
}

static int listen_anywhere(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (listener < 0 || bind(listener, (struct sockaddr *)&address, length) || listen(listener, 1024))
        stop("listen");
    getsockname(listener, (struct sockaddr *)&address, &length);
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    return listener;
}

int main(void)
{
    static char for_listener, for_stdin; /* their addresses tell events apart */
    const int epoll = epoll_create1(0), listener = listen_anywhere();
    struct epoll_event events[EVENTS];

    watch(epoll, listener, &for_listener);
    watch(epoll, STDIN_FILENO, &for_stdin);
    for (;;) {
        const int count = epoll_wait(epoll, events, EVENTS, -1);
        for (int i = 0; i < count; i++) {
            void *const who = events[i].data.ptr;
            if (who == &for_stdin)
                return 0;
            if (who == &for_listener)
                accept_link(epoll, listener);
            else
                receive(who);
        }
    }
}
