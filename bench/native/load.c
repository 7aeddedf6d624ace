/*
 * Load for a WebSocket server on this machine: many links of OCPP 1.6 charge points, from one thread.
 *
 *   load exchange ...   every link keeps a number of calls outstanding; measures --seconds, after --warm-up
 *   load connect ...    measures the time from the first connect until the last link is accepted
 *   load hold ...       every link sends one call; measures the server's memory when all have been idle for --seconds
 *
 *   --port, --server PID, --links N, --outstanding N, --warm-up S, --seconds S
 *   --call TEXT     what follows the id in a call: "Heartbeat",{}
 *   --any-answer    the server answers with a fixed text: do not look for the id of the call in it
 *   --tls           needs a build with -DWITH_TLS -lssl -lcrypto; the certificate is not checked
 *
 * Prints one JSON object. The server's CPU time is read from its CPU clock at the two ends of what is measured, so that
 * it belongs to the messages that are counted. Whatever goes wrong ends the program with exit code 1: a link that is
 * refused or closed, an answer that is not the CALLRESULT of the oldest call on its link.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#ifdef WITH_TLS
#include <openssl/err.h>
#include <openssl/ssl.h>
#endif

enum {
    EVENTS = 512,
    CONNECTING_AT_ONCE = 64, /* less than what servers let wait in `listen` */
    LONGEST_CALL = 8192,
    MOST_OUTSTANDING = 64,
    RECEIVE_BUFFER = 16 * 1024,
    ID_AT = 4, /* after [2," */
    ID_LENGTH = 36,
    LONGEST_RUN_S = 60,
};

enum mode { EXCHANGE, CONNECT, HOLD };
enum stage { CONNECTING, IN_TLS_HANDSHAKE, IN_UPGRADE, OPEN };

struct link {
    unsigned number;
    int socket;
    enum stage stage;
    uint64_t sent, answered;
    size_t length;
    unsigned char received[RECEIVE_BUFFER];
#ifdef WITH_TLS
    SSL *tls;
#endif
};

static struct {
    enum mode mode;
    int port;
    pid_t server;
    unsigned links, outstanding;
    double warm_up_s, seconds;
    const char *call;
    bool any_answer, tls;
} options = {.links = 1, .outstanding = 1, .seconds = 1, .call = "\"Heartbeat\",{}"};

static int epoll;
static struct link *links;
static unsigned started, opened;
static uint64_t answered; /* on all links, since the start of what is measured */
static uint64_t first_answers;
static bool is_sending = true;

static void stop(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("load: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}

/* ---- clocks and memory -------------------------------------------------------------------------------------- */

static double read_clock(clockid_t clock)
{
    struct timespec time;
    if (clock_gettime(clock, &time))
        stop("no such clock: has the server ended?");
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double now(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

/* User and system time of all the server's threads, also of those that have ended. */
static double server_cpu_s(void)
{
    clockid_t clock;
    if (clock_getcpuclockid(options.server, &clock))
        stop("the server has no CPU clock: has it ended?");
    return read_clock(clock);
}

static long server_memory_kib(void)
{
    char path[64];
    long pages = 0;
    snprintf(path, sizeof path, "/proc/%d/statm", (int)options.server);
    FILE *file = fopen(path, "r");
    if (!file || fscanf(file, "%*d %ld", &pages) != 1)
        stop("cannot read %s", path);
    fclose(file);
    return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

struct reading {
    double wall_s, server_cpu_s, own_cpu_s;
    long server_memory_kib;
};

static struct reading take_reading(void)
{
    return (struct reading){
        .wall_s = now(),
        .server_cpu_s = server_cpu_s(),
        .own_cpu_s = read_clock(CLOCK_PROCESS_CPUTIME_ID),
        .server_memory_kib = server_memory_kib(),
    };
}

static void print_difference(const struct reading *from, const struct reading *to, uint64_t messages)
{
    printf("{\"messages\": %llu, \"wall_s\": %.6f, \"server_cpu_s\": %.6f, \"generator_cpu_s\": %.6f, "
           "\"server_memory_kib\": %ld}\n",
           (unsigned long long)messages, to->wall_s - from->wall_s, to->server_cpu_s - from->server_cpu_s,
           to->own_cpu_s - from->own_cpu_s, to->server_memory_kib - from->server_memory_kib);
}

/* ---- the two transports: plain and TLS ---------------------------------------------------------------------- */

#ifdef WITH_TLS
static SSL_CTX *tls_context;

/* Whether an operation of OpenSSL that did not succeed only has to wait for the server. */
static bool tls_waits(const struct link *link, int result)
{
    const int error = SSL_get_error(link->tls, result);
    return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
}
#endif

static void send_all(struct link *link, const void *data, size_t length)
{
    ssize_t sent;
#ifdef WITH_TLS
    if (link->tls)
        sent = SSL_write(link->tls, data, (int)length);
    else
#endif
        sent = send(link->socket, data, length, MSG_NOSIGNAL);
    if (sent != (ssize_t)length)
        stop("link %u: %zd of %zu bytes could be sent: %s", link->number, sent, length, strerror(errno));
}

/* Append what has come to the link's buffer; return false when nothing has. */
static bool receive(struct link *link)
{
    unsigned char *const free_space = link->received + link->length;
    const size_t free_length = sizeof link->received - link->length;
    ssize_t count;
#ifdef WITH_TLS
    if (link->tls) {
        count = SSL_read(link->tls, free_space, (int)free_length);
        if (count <= 0 && tls_waits(link, (int)count))
            return false;
    } else
#endif
        count = recv(link->socket, free_space, free_length, 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return false;
    if (count <= 0)
        stop("link %u: ended by the server: %s", link->number, count ? strerror(errno) : "end of data");
    link->length += (size_t)count;
    return true;
}

static void forget(struct link *link, size_t length)
{
    link->length -= length;
    memmove(link->received, link->received + length, link->length);
}

/* ---- frames ------------------------------------------------------------------------------------------------- */

static const unsigned char MASK[4] = {0x37, 0xfa, 0x21, 0x3d};

static unsigned char call_frame[LONGEST_CALL]; /* with an id of zeros, not masked where the id stands */
static size_t call_length, payload_at;

static void mask(unsigned char *payload, size_t length)
{
    for (size_t i = 0; i < length; i++)
        payload[i] ^= MASK[i & 3];
}

static void make_call_frame(void)
{
    static unsigned char payload[LONGEST_CALL];
    const int length = snprintf((char *)payload, sizeof payload, "[2,\"%*s\",%s]", ID_LENGTH, "", options.call);
    if (length < 0 || (size_t)length > sizeof payload - 16)
        stop("the call is too long");
    unsigned char *out = call_frame;
    *out++ = 0x81; /* final, text */
    if (length < 126) {
        *out++ = (unsigned char)(0x80 | length);
    } else {
        *out++ = 0x80 | 126;
        *out++ = (unsigned char)(length >> 8);
        *out++ = (unsigned char)length;
    }
    memcpy(out, MASK, sizeof MASK);
    out += sizeof MASK;
    payload_at = (size_t)(out - call_frame);
    memcpy(out, payload, (size_t)length);
    mask(out, (size_t)length);
    call_length = payload_at + (size_t)length;
}

/* Write the id of a link's nth call: it looks like a UUID, as most stations send it. */
static void write_id(unsigned char *id, unsigned link, uint64_t serial)
{
    static const char DIGITS[] = "0123456789abcdef";
    memcpy(id, "00000000-0000-4000-8000-000000000000", ID_LENGTH);
    for (int at = 7; link; link >>= 4)
        id[at--] = (unsigned char)DIGITS[link & 15];
    for (int at = ID_LENGTH - 1; serial; serial >>= 4)
        id[at--] = (unsigned char)DIGITS[serial & 15];
}

static void send_calls(struct link *link, unsigned count)
{
    static unsigned char out[MOST_OUTSTANDING * LONGEST_CALL];
    unsigned char *at = out;
    for (unsigned i = 0; i < count; i++) {
        memcpy(at, call_frame, call_length);
        unsigned char *const id = at + payload_at + ID_AT;
        write_id(id, link->number, link->sent++);
        mask(id, ID_LENGTH); /* the id begins where the mask does: ID_AT is a multiple of 4 */
        at += call_length;
    }
    send_all(link, out, (size_t)(at - out));
}

static void send_control(struct link *link, unsigned char opcode, const unsigned char *payload, size_t length)
{
    unsigned char frame[6 + 125] = {opcode, (unsigned char)(0x80 | length)};
    memcpy(frame + 2, MASK, sizeof MASK);
    memcpy(frame + 6, payload, length);
    mask(frame + 6, length);
    send_all(link, frame, 6 + length);
}

static void check_answer(struct link *link, const unsigned char *text, size_t length)
{
    unsigned char expected[ID_AT + ID_LENGTH] = "[3,\"";
    write_id(expected + ID_AT, link->number, link->answered);
    if (!options.any_answer && (length < sizeof expected || memcmp(text, expected, sizeof expected)))
        stop("link %u: not the answer to call %llu: %.*s", link->number, (unsigned long long)link->answered, (int)length,
             text);
}

/* Take the complete frames out of the buffer; return how many calls they answer. */
static unsigned take_answers(struct link *link)
{
    unsigned count = 0;
    size_t at = 0;
    while (link->length - at >= 2) {
        unsigned char *const frame = link->received + at;
        size_t header = 2, length = frame[1] & 0x7f;
        if (length == 126) {
            header = 4;
            if (link->length - at < header)
                break;
            length = (size_t)frame[2] << 8 | frame[3];
        }
        if (link->length - at < header + length)
            break;
        switch (frame[0]) {
        case 0x81: /* text */
        case 0x82: /* binary */
            check_answer(link, frame + header, length);
            link->answered++;
            count++;
            break;
        case 0x89: /* ping */
            send_control(link, 0x8a, frame + header, length);
            break;
        case 0x8a: /* pong */
            break;
        default:
            stop("link %u: frame %02x: %.*s", link->number, frame[0], (int)length, frame + header);
        }
        at += header + length;
    }
    forget(link, at);
    return count;
}

/* ---- the life of a link ------------------------------------------------------------------------------------- */

static void watch(struct link *link, int operation, uint32_t what)
{
    struct epoll_event event = {.events = what, .data.ptr = link};
    if (epoll_ctl(epoll, operation, link->socket, &event))
        stop("epoll_ctl: %s", strerror(errno));
}

static void start_link(struct link *link, unsigned number)
{
    const int on = 1;
    const struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons((uint16_t)options.port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    link->number = number;
    link->stage = CONNECTING;
    link->socket = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (link->socket < 0)
        stop("socket: %s", strerror(errno));
    setsockopt(link->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(link->socket, (const struct sockaddr *)&address, sizeof address) && errno != EINPROGRESS)
        stop("connect: %s", strerror(errno));
    watch(link, EPOLL_CTL_ADD, EPOLLOUT);
}

static void encode_base64(char *out, const char *text)
{
    static const char LETTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t left = strlen(text); left; text += 3) {
        const size_t count = left < 3 ? left : 3;
        uint32_t bits = 0;
        for (size_t i = 0; i < 3; i++)
            bits = bits << 8 | (i < count ? (unsigned char)text[i] : 0);
        for (size_t i = 0; i < 4; i++)
            *out++ = i <= count ? LETTERS[bits >> (18 - 6 * i) & 63] : '=';
        left -= count;
    }
    *out = 0;
}

static void ask_for_upgrade(struct link *link)
{
    char identity[32], credentials[128], authorization[192], request[1024];
    snprintf(identity, sizeof identity, "CP%06u", link->number);
    snprintf(credentials, sizeof credentials, "%s:a password of %s", identity, identity);
    encode_base64(authorization, credentials);
    /* floor.c knows the answer to this key, which is the one of RFC 6455. */
    const int length = snprintf(request, sizeof request,
                                "GET /ocpp/%s HTTP/1.1\r\n"
                                "Host: 127.0.0.1:%d\r\n"
                                "Upgrade: websocket\r\n"
                                "Connection: Upgrade\r\n"
                                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                "Sec-WebSocket-Version: 13\r\n"
                                "Sec-WebSocket-Protocol: ocpp1.6\r\n"
                                "Authorization: Basic %s\r\n\r\n",
                                identity, options.port, authorization);
    link->stage = IN_UPGRADE;
    send_all(link, request, (size_t)length);
}

#ifdef WITH_TLS
static void continue_tls_handshake(struct link *link)
{
    const int result = SSL_connect(link->tls);
    if (result == 1)
        ask_for_upgrade(link);
    else if (!tls_waits(link, result))
        stop("link %u: TLS: %s", link->number, ERR_error_string(ERR_get_error(), NULL));
}
#endif

static void finish_connect(struct link *link)
{
    int error = 0;
    socklen_t length = sizeof error;
    getsockopt(link->socket, SOL_SOCKET, SO_ERROR, &error, &length);
    if (error)
        stop("link %u: connect: %s", link->number, strerror(error));
    watch(link, EPOLL_CTL_MOD, EPOLLIN);
#ifdef WITH_TLS
    if (options.tls) {
        link->stage = IN_TLS_HANDSHAKE;
        link->tls = SSL_new(tls_context);
        SSL_set_fd(link->tls, link->socket);
        continue_tls_handshake(link);
        return;
    }
#endif
    ask_for_upgrade(link);
}

static void finish_upgrade(struct link *link)
{
    char *const response = (char *)link->received;
    char *const end = memmem(response, link->length, "\r\n\r\n", 4);
    if (!end)
        return;
    end[2] = 0; /* the end of the last header's line stays */
    if (strncmp(response, "HTTP/1.1 101 ", 13) || !strcasestr(response, "\r\nsec-websocket-protocol: ocpp1.6\r\n"))
        stop("link %u: not accepted: %.500s", link->number, response);
    forget(link, (size_t)(end + 4 - response));
    link->stage = OPEN;
    opened++;
    if (options.mode != CONNECT)
        send_calls(link, options.outstanding);
}

static void read_link(struct link *link)
{
    if (!receive(link))
        return;
    if (link->stage == IN_UPGRADE)
        finish_upgrade(link);
    if (link->stage != OPEN)
        return;
    const bool is_first = !link->answered;
    const unsigned count = take_answers(link);
    if (!count)
        return;
    answered += count;
    first_answers += is_first;
    if (options.mode == EXCHANGE && is_sending)
        send_calls(link, count);
}

static void act_on(struct link *link)
{
    switch (link->stage) {
    case CONNECTING:
        finish_connect(link);
        break;
#ifdef WITH_TLS
    case IN_TLS_HANDSHAKE:
        continue_tls_handshake(link);
        break;
#else
    case IN_TLS_HANDSHAKE:
#endif
    case IN_UPGRADE:
    case OPEN:
        read_link(link);
#ifdef WITH_TLS
        while (link->tls && SSL_pending(link->tls) > 0)
            read_link(link);
#endif
        break;
    }
}

static void close_links(void)
{
    static const unsigned char GOING_AWAY[2] = {0x03, 0xe9};
    for (unsigned i = 0; i < options.links; i++) {
        send_control(&links[i], 0x88, GOING_AWAY, sizeof GOING_AWAY);
        close(links[i].socket);
    }
}

/* ---- the run ------------------------------------------------------------------------------------------------ */

/* Start links while few are connecting, and act on what happens within 10 ms. */
static void step(void)
{
    static double give_up_at;
    struct epoll_event events[EVENTS];
    while (started < options.links && started - opened < CONNECTING_AT_ONCE) {
        start_link(&links[started], started);
        started++;
    }
    const int count = epoll_wait(epoll, events, EVENTS, 10);
    for (int i = 0; i < count; i++)
        act_on(events[i].data.ptr);
    if (!give_up_at)
        give_up_at = now() + LONGEST_RUN_S;
    else if (now() > give_up_at)
        stop("gave up after %d seconds: %u links open, %llu have been answered", LONGEST_RUN_S, opened,
             (unsigned long long)first_answers);
}

static void run_for(double seconds)
{
    const double end = now() + seconds;
    while (now() < end)
        step();
}

static uint64_t count_unanswered(void)
{
    uint64_t count = 0;
    for (unsigned i = 0; i < options.links; i++)
        count += links[i].sent - links[i].answered;
    return count;
}

static void exchange(void)
{
    while (opened < options.links)
        step();
    run_for(options.warm_up_s);
    answered = 0;
    const struct reading from = take_reading();
    run_for(options.seconds);
    while (answered < options.links) /* a slow server is measured until there is one answer for each link */
        step();
    const struct reading to = take_reading();
    print_difference(&from, &to, answered);
    is_sending = false;
    while (count_unanswered())
        step();
}

static void connect_all(void)
{
    const struct reading from = take_reading();
    while (opened < options.links)
        step();
    const struct reading to = take_reading();
    print_difference(&from, &to, options.links);
}

static void hold(void)
{
    const struct reading from = take_reading();
    while (first_answers < options.links)
        step();
    run_for(options.seconds);
    const struct reading to = take_reading();
    print_difference(&from, &to, options.links);
}

static void read_options(int count, char **words)
{
    static const struct option OPTIONS[] = {
        {"port", required_argument, NULL, 'p'},     {"server", required_argument, NULL, 's'},
        {"links", required_argument, NULL, 'l'},    {"outstanding", required_argument, NULL, 'o'},
        {"warm-up", required_argument, NULL, 'w'},  {"seconds", required_argument, NULL, 't'},
        {"call", required_argument, NULL, 'c'},     {"any-answer", no_argument, NULL, 'a'},
        {"tls", no_argument, NULL, 'T'},            {NULL, 0, NULL, 0},
    };
    for (int option; (option = getopt_long(count, words, "", OPTIONS, NULL)) != -1;) {
        switch (option) {
        case 'p': options.port = atoi(optarg); break;
        case 's': options.server = atoi(optarg); break;
        case 'l': options.links = (unsigned)atoi(optarg); break;
        case 'o': options.outstanding = (unsigned)atoi(optarg); break;
        case 'w': options.warm_up_s = atof(optarg); break;
        case 't': options.seconds = atof(optarg); break;
        case 'c': options.call = optarg; break;
        case 'a': options.any_answer = true; break;
        case 'T': options.tls = true; break;
        default: exit(2);
        }
    }
    const char *const mode = optind < count ? words[optind] : "";
    if (!strcmp(mode, "exchange"))
        options.mode = EXCHANGE;
    else if (!strcmp(mode, "connect"))
        options.mode = CONNECT;
    else if (!strcmp(mode, "hold"))
        options.mode = HOLD;
    else
        stop("say exchange, connect or hold");
    if (options.outstanding < 1 || options.outstanding > MOST_OUTSTANDING)
        stop("--outstanding is from 1 to %d", MOST_OUTSTANDING);
}

static void prepare_tls(void)
{
#ifdef WITH_TLS
    tls_context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_min_proto_version(tls_context, TLS1_3_VERSION);
#else
    stop("this build has no TLS");
#endif
}

int main(int count, char **words)
{
    read_options(count, words);
    struct rlimit files = {.rlim_cur = options.links + 64};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    if (options.tls)
        prepare_tls();
    make_call_frame();
    epoll = epoll_create1(0);
    links = calloc(options.links, sizeof *links);
    if (epoll < 0 || !links)
        stop("%s", strerror(errno));
    switch (options.mode) {
    case EXCHANGE: exchange(); break;
    case CONNECT: connect_all(); break;
    case HOLD: hold(); break;
    }
    close_links();
    return 0;
}
