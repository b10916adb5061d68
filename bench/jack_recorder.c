/* Records JACK input ports with a wall-clock stamp for every period.
 *
 * Usage: jack_recorder CLIENT FILE PORT...
 *
 * Each period is one record: `struct period`, then for every port whose bit is set in
 * `sounding` its samples as native 16-bit integers.  Digital silence is not written, so an
 * hour of recording costs little.  The stamp is CLOCK_REALTIME read first thing in the process
 * callback: JACK's own filtered time wanders for seconds after an xrun.
 *
 * The process callback only converts and copies into a locked ring buffer; a second thread
 * writes the file.  Should the ring ever be full, the period is counted in `lost` of the next
 * record: the reader then refuses the recording.
 *
 * Says "ready" on stdout once it runs; ends when stdin is closed, on SIGTERM or SIGINT.
 */
#include <errno.h>
#include <jack/jack.h>
#include <jack/ringbuffer.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MAX_PORTS = 16, MAX_FRAMES = 8192, RING_BYTES = 16 * 1024 * 1024, WRITE_EVERY_MS = 100 };

static const char MAGIC[8] = "HUBREC01";

struct period {
    uint64_t wall_ns;  /* CLOCK_REALTIME at the start of the process callback */
    uint64_t jack_us;  /* JACK's filtered time of this period, for comparison only */
    uint32_t frame;    /* JACK's frame counter: a jump is an xrun of the server */
    uint32_t frames;   /* length of the period */
    uint32_t sounding; /* bit n: samples of port n follow */
    uint32_t lost;     /* periods lost before this one because the ring was full */
    uint32_t xruns;    /* xruns of the server so far */
    uint32_t reserved;
};

static jack_client_t *client;
static jack_port_t *ports[MAX_PORTS];
static int port_count;
static jack_ringbuffer_t *ring;
static uint32_t lost;
static atomic_uint xruns;
static volatile sig_atomic_t ended;

static uint8_t record[sizeof(struct period) + MAX_PORTS * MAX_FRAMES * sizeof(int16_t)];

/* Converts one period of one port; answers whether there was anything but silence. */
static int convert(const float *in, int16_t *out, jack_nframes_t frames)
{
    int any = 0;
    for (jack_nframes_t n = 0; n < frames; n++) {
        float value = in[n] * 32768.0f;
        value = value > 32767.0f ? 32767.0f : value < -32768.0f ? -32768.0f : value;
        out[n] = (int16_t)lrintf(value);
        any |= out[n];
    }
    return any != 0;
}

static int process(jack_nframes_t frames, void *unused)
{
    (void)unused;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    jack_nframes_t cycle_frame;
    jack_time_t cycle_us, next_us;
    float period_us;
    if (frames > MAX_FRAMES || jack_get_cycle_times(client, &cycle_frame, &cycle_us, &next_us, &period_us))
        return 0;
    struct period period = {
        .wall_ns = (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec,
        .jack_us = cycle_us,
        .frame = cycle_frame,
        .frames = frames,
        .lost = lost,
        .xruns = atomic_load(&xruns),
    };
    size_t size = sizeof period;
    for (int n = 0; n < port_count; n++)
        if (convert(jack_port_get_buffer(ports[n], frames), (int16_t *)(record + size), frames)) {
            period.sounding |= 1u << n;
            size += frames * sizeof(int16_t);
        }
    memcpy(record, &period, sizeof period);
    if (jack_ringbuffer_write_space(ring) < size) {
        lost++;
        return 0;
    }
    jack_ringbuffer_write(ring, (const char *)record, size);
    return 0;
}

static int on_xrun(void *unused)
{
    (void)unused;
    atomic_fetch_add(&xruns, 1);
    return 0;
}

static void on_shutdown(void *unused)
{
    (void)unused;
    ended = 1;
}

static void on_signal(int unused)
{
    (void)unused;
    ended = 1;
}

static void die(const char *what)
{
    fprintf(stderr, "jack_recorder: %s: %s\n", what, strerror(errno));
    exit(1);
}

/* Moves what is in the ring to the file. */
static void drain(FILE *file)
{
    jack_ringbuffer_data_t parts[2];
    jack_ringbuffer_get_read_vector(ring, parts);
    for (int n = 0; n < 2; n++)
        if (parts[n].len && fwrite(parts[n].buf, 1, parts[n].len, file) != parts[n].len)
            die("cannot write");
    jack_ringbuffer_read_advance(ring, parts[0].len + parts[1].len);
}

/* Waits a while; true when stdin has been closed (the bench is done, or died). */
static int told_to_end(void)
{
    struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};
    char ignored[64];
    return poll(&in, 1, WRITE_EVERY_MS) > 0 && read(STDIN_FILENO, ignored, sizeof ignored) <= 0;
}

static void register_ports(char **names)
{
    for (int n = 0; n < port_count; n++) {
        ports[n] = jack_port_register(client, names[n], JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput, 0);
        if (!ports[n])
            die(names[n]);
    }
}

static FILE *open_file(const char *path)
{
    FILE *file = fopen(path, "wb");
    uint32_t head[2] = {jack_get_sample_rate(client), (uint32_t)port_count};
    if (!file || fwrite(MAGIC, sizeof MAGIC, 1, file) != 1 || fwrite(head, sizeof head, 1, file) != 1)
        die(path);
    return file;
}

int main(int argc, char **argv)
{
    port_count = argc - 3;
    if (port_count < 1 || port_count > MAX_PORTS) {
        fprintf(stderr, "usage: %s CLIENT FILE PORT...  (at most %d ports)\n", argv[0], MAX_PORTS);
        return 2;
    }
    signal(SIGTERM, on_signal);
    signal(SIGINT, on_signal);
    /* The exact name or nothing: a second recorder would hear nothing and say nothing. */
    client = jack_client_open(argv[1], JackNoStartServer | JackUseExactName, NULL);
    if (!client)
        die("no JACK server, or the client name is taken");
    ring = jack_ringbuffer_create(RING_BYTES);
    if (!ring || jack_ringbuffer_mlock(ring))
        die("no ring buffer");
    register_ports(argv + 3);
    FILE *file = open_file(argv[2]);
    jack_set_process_callback(client, process, NULL);
    jack_set_xrun_callback(client, on_xrun, NULL);
    jack_on_shutdown(client, on_shutdown, NULL);
    if (jack_activate(client))
        die("cannot activate");
    puts("ready");
    fflush(stdout);
    while (!ended && !told_to_end())
        drain(file);
    jack_client_close(client);
    drain(file);
    if (fclose(file))
        die("cannot close");
    return 0;
}
