import type { Stack } from '../../lab/src/parts/parts.ts';

/** A test, by its file in the checkout and its name as the file has it. */
export type Proof = { file: string; test: string };

/** A fault of the telemetry's path: what the lab promises, what proves it, and what shows that the proof can fail. */
export type Row = {
  number: number;
  fault: string;
  /** How it is brought about here. */
  how: string;
  expected: string;
  /** Where it is tried; elsewhere it does not exist, or is the same. */
  stacks: readonly Stack[];
  proof: readonly [Proof, ...Proof[]];
  /** The same with a worse configuration, or without the fault. */
  control: Proof;
};

const each = ['tempo', 'jaeger'] as const;
const tempo = ['tempo'] as const;
const jaeger = ['jaeger'] as const;

const inMatrix = (name: string, test: string): Proof => ({ file: `test/matrix/${name}.test.ts`, test });
const inFile = (file: string, test: string): Proof => ({ file, test });
const lossIsReported = inFile('test/jaeger/jaeger.test.ts', 'the ledger reports ten requests whose spans never arrive');

/** All of them. No fault is tried at two levels: a row that another suite proves names its test. */
export const rows: readonly Row[] = [
  {
    number: 1,
    fault: 'collector killed under load, started at once',
    how: 'SIGKILL, two seconds after the store was halted, so that spans wait; start',
    expected: 'no span lost or stored twice; nothing dropped by SDKs; uncounted are at most the calls of 1.5 s',
    stacks: each,
    proof: [
      inMatrix(
        '01-collector-killed',
        'a collector that is killed under load and started at once loses no span and stores none twice',
      ),
    ],
    control: inMatrix('01-collector-killed', '…and would lose what waits with its queue in memory'),
  },
  {
    number: 2,
    fault: 'collector killed, back after an outage',
    how: 'SIGKILL; start after the outage',
    expected: 'no span lost, nothing dropped by SDKs; the gateway stays under 250 MB',
    stacks: each,
    proof: [
      inMatrix(
        '02-collector-away',
        'while the collector is away after a kill, the services keep every span, in bounded memory, and send them when it is back',
      ),
      inFile(
        'app/src/telemetry/outage.test.ts',
        'spans made while the collector is down arrive exactly once within 2 s of its return',
      ),
    ],
    control: inMatrix('02-collector-away', '…and the SDK as it comes loses what it could not send in time'),
  },
  {
    number: 3,
    fault: 'collector restarted while the store is down',
    how: 'SIGTERM to the store, load, SIGTERM to the collector; start both',
    expected: 'the queue gauge goes on at its value, then falls to 0; no span lost; the collector ends by itself',
    stacks: each,
    proof: [
      inMatrix(
        '03-collector-restarted',
        'a collector that is restarted while the store is stopped keeps its queue: the gauge goes on, and nothing is lost',
      ),
    ],
    control: inMatrix('03-collector-restarted', '…and would lose all of it with its queue in memory'),
  },
  {
    number: 4,
    fault: 'collector restarted when all is counted',
    how: 'SIGTERM or SIGKILL; start',
    expected: 'totals are exact over both instances; no rate is a spike',
    stacks: tempo,
    proof: [
      inFile('test/panels/restarts.test.ts', 'the totals are exact after a %s %s'),
      inFile('test/panels/restarts.test.ts', 'no rate is a spike: none is twice as high as what was sent'),
    ],
    control: inFile('test/panels/restarts.test.ts', 'control: increase() without its anchor is not exact'),
  },
  {
    number: 5,
    fault: 'store stopped for an outage',
    how: 'SIGTERM; start after the outage',
    expected: 'no span lost; the queue grows by the load and is empty sooner than the outage lasted',
    stacks: each,
    proof: [
      inMatrix(
        '05-store-stopped',
        'a store that is stopped for a while gets everything, and the queue is empty again sooner than it was away',
      ),
    ],
    control: inMatrix(
      '05-store-stopped',
      '…and would miss what the exporter gives up after three seconds, which it counts',
    ),
  },
  {
    number: 6,
    fault: 'store killed',
    how: 'SIGKILL under load; start',
    expected: 'Jaeger: nothing missing. Tempo: only of requests in its last 15 s; their ids are printed',
    stacks: each,
    proof: [
      inMatrix(
        '06-store-killed',
        'a killed store lacks at most what it took in its last 15 s (Tempo), or nothing (Jaeger)',
      ),
    ],
    control: inMatrix('06-store-killed', '…and with Tempo’s own times for traces in memory it lacks older ones'),
  },
  {
    number: 7,
    fault: 'store hangs for an outage',
    how: 'SIGSTOP; SIGCONT after the outage',
    expected: 'no span lost, each once by its id; counts exact',
    stacks: each,
    proof: [
      inMatrix('07-store-halted', 'a store that hangs gets everything when it goes on, each span once by its id'),
    ],
    control: inMatrix('07-store-halted', '…and would lose what timed out without retries'),
  },
  {
    number: 8,
    fault: 'store refuses for now: rate limited',
    how: 'Tempo with 20 kB/s',
    expected: 'refused spans are sent again until they are stored: none lost',
    stacks: tempo,
    proof: [
      inMatrix(
        '08-store-limits-rate',
        'what Tempo refuses for now, because it is too much at once, is sent again until it is stored',
      ),
    ],
    control: inMatrix('08-store-limits-rate', '…and would be lost without retries, and counted as failed'),
  },
  {
    number: 9,
    fault: 'Prometheus killed, back after an outage',
    how: 'SIGKILL; start after the outage',
    expected: 'final calls exact; one gap; the log is replayed; the heartbeat ends',
    stacks: each,
    proof: [
      inMatrix(
        '09-prometheus-killed',
        'a killed Prometheus that is back replays its log: one gap, and every call counted',
      ),
      inFile('test/alerts/path.test.ts', 'Prometheus is killed: the heartbeat ends, and the console says so'),
    ],
    control: inMatrix('09-prometheus-killed', '…and without its log it does not know what was before'),
  },
  {
    number: 10,
    fault: 'Cassandra hangs for an outage',
    how: 'SIGSTOP; SIGCONT after the outage',
    expected: 'no span lost or stored twice; traces are found by service and operation too',
    stacks: jaeger,
    proof: [
      inMatrix(
        '10-cassandra-halted',
        'a Cassandra that hangs gets everything once when it goes on, and each trace is found by a search',
      ),
    ],
    control: inMatrix('10-cassandra-halted', '…and would lose what timed out without retries'),
  },
  {
    number: 11,
    fault: 'Cassandra killed',
    how: 'SIGKILL; start after the outage. A power cut is not tried',
    expected: 'no span lost or stored twice',
    stacks: jaeger,
    proof: [
      inFile(
        'test/jaeger/jaeger.test.ts',
        'nothing is lost or stored twice when Cassandra and then Jaeger are killed under 50 requests/s',
      ),
    ],
    control: lossIsReported,
  },
  {
    number: 12,
    fault: 'network between services and collector cut, 5 s and for an outage',
    how: 'a TCP proxy that passes nothing and tells nobody, in place of `iptables`',
    expected:
      'no span lost; requests are answered without waiting (p95 at most 1 s later; a service that waited would take the outage)',
    stacks: each,
    proof: [inMatrix('12-collector-cut-off', 'no span is lost, and requests are answered as before')],
    control: inMatrix('12-collector-cut-off', '…and the SDK as it comes loses what it could not send in time'),
  },
  {
    number: 13,
    fault: 'slow way to the store',
    how: 'a TCP proxy: 2 s later, 1 Mbit/s',
    expected: 'the collector answers within 500 ms; the queue grows, then drains; no span lost',
    stacks: each,
    proof: [
      inMatrix(
        '13-slow-store',
        'a store that is slow makes the queue longer, not the answers of the collector later, and gets everything',
      ),
    ],
    control: inMatrix('13-slow-store', '…and without a queue everybody who sends waits for the store'),
  },
  {
    number: 14,
    fault: 'disk of the queue full, store down',
    how: 'a disk of 8 MiB (tmpfs; needs root), SIGTERM to the store',
    expected: 'refusals are counted, the collector runs on, no span lost; with relays the counts stay exact',
    stacks: each,
    proof: [
      inMatrix(
        '14-queue-disk-full',
        'a collector whose disk for the queue is full refuses, runs on, and no span is lost',
      ),
      inFile(
        'test/jaeger/both.test.ts',
        'a full queue for Jaeger loses spans in Jaeger only, not in Tempo or the counts',
      ),
    ],
    control: inMatrix(
      '14-queue-disk-full',
      '…and what it refused and got again is counted again: one pipeline feeds store and counts',
    ),
  },
  {
    number: 15,
    fault: 'folder of the queue missing or read-only',
    how: 'a folder that cannot be made; a read-only disk (needs root)',
    expected: 'the collector does not start; the message names the folder',
    stacks: each,
    proof: [
      inMatrix(
        '15-queue-folder-unusable',
        'a collector whose folder for the queue cannot be made or written does not start, and names it',
      ),
    ],
    control: inMatrix(
      '15-queue-folder-unusable',
      '…and with its queue in memory it starts there all the same, and nobody knows',
    ),
  },
  {
    number: 16,
    fault: 'file of the queue damaged',
    how: 'its keys overwritten while the collector is stopped; a cut file or wiped pages still end it',
    expected: 'it starts, the file is kept as *.backup, lost is what was in it',
    stacks: each,
    proof: [
      inMatrix(
        '16-queue-file-damaged',
        'a collector whose queue is damaged sets it aside, starts, and loses what was in it and no more',
      ),
    ],
    control: inMatrix('16-queue-file-damaged', '…and without `recreate` it does not start again'),
  },
  {
    number: 17,
    fault: 'burst of ten times what the queue takes',
    how: 'a queue of 520 spans, the store stopped, 3,000 requests',
    expected: 'held back in the services: no span lost; the collector runs on; drained within 60 s',
    stacks: each,
    proof: [
      inMatrix(
        '17-burst',
        'a burst of ten times what the queue takes is held back in the services, and nothing is lost',
      ),
    ],
    control: inMatrix('17-burst', '…and is lost where something between swallows the refusal, and counted there'),
  },
  {
    number: 18,
    fault: 'memory pressure in the collector',
    how: 'a memory limiter of 64 MiB, 200 MB of spans at once, the store halted',
    expected: 'refusals, less memory than without it, the same process; exact again after',
    stacks: each,
    proof: [
      inMatrix(
        '18-memory-limit',
        'a collector that may use little memory refuses, runs on, and takes everything again',
      ),
    ],
    control: inMatrix('18-memory-limit', '…and without the limit it takes all of it, and more memory'),
  },
  {
    number: 19,
    fault: 'service terminated with requests in flight',
    how: 'SIGTERM to the gateway under load',
    expected: 'every answered request has its trace; the end takes at most 10 s, without a collector 6 s',
    stacks: each,
    proof: [
      inMatrix(
        '19-service-terminated',
        'a service that is terminated under load ends in time, and every request that it answered has its trace',
      ),
      inFile(
        'app/src/telemetry/outage.test.ts',
        'without a collector the process still ends in time and reports the spans that it dropped',
      ),
    ],
    control: inMatrix('19-service-terminated', '…and would lack some if it ended without sending what it has'),
  },
  {
    number: 20,
    fault: 'service killed',
    how: 'SIGKILL to the gateway under load',
    expected: 'missing are only spans of requests that it answered in its last two seconds',
    stacks: each,
    proof: [inMatrix('20-service-killed', 'a killed service takes along the spans of its last two seconds at most')],
    control: inMatrix('20-service-killed', '…and would take along older ones if it could not send them'),
  },
  {
    number: 21,
    fault: 'clock of a service off, +1 h and −10 min',
    how: '`Date.now()` of stock, by the fault clock-off',
    expected: 'traces complete by id; no span ends before it begins; calls exact; the offset is seen',
    stacks: each,
    proof: [
      inMatrix('21-clock-off', 'with the clock of one service off by %i min traces are complete and calls exact'),
    ],
    control: inMatrix(
      '21-clock-off',
      '…and the order of a trace tells: with right clocks a call begins within a second of its caller',
    ),
  },
  {
    number: 22,
    fault: 'broken configuration at a start or a reload',
    how: 'a layer with a component that does not exist; SIGHUP',
    expected: 'a start ends, names the key, and what waited is kept. The tool never reloads: it starts anew',
    stacks: each,
    proof: [
      inMatrix(
        '22-broken-config',
        'a collector that is started with a broken configuration ends, names the key, and what waited is sent later',
      ),
      inFile(
        'test/native/failed-starts.test.ts',
        "a broken configuration is reported with the engine's message and the file, and nothing is left running",
      ),
    ],
    control: inMatrix(
      '22-broken-config',
      '…and a SIGHUP with a right configuration keeps the process, with a broken one ends it',
    ),
  },
  {
    number: 23,
    fault: 'broken OTLP: garbage, wrong types, fuzz',
    how: '30 s of odd requests over every protocol, from a fixed seed',
    expected: 'refused with an answer, or accounted for; no restart; the ledger beside is exact',
    stacks: tempo,
    proof: [
      inFile('test/load/otlp-fuzz.test.ts', '30 s of odd OTLP harm nobody, and every accepted item is accounted for'),
    ],
    control: inFile('test/load/otlp-fuzz.test.ts', '…and an item that no counter names is found'),
  },
  {
    number: 24,
    fault: 'requests that are too large: 21 MB, 5 MB by gRPC, 200 MB packed',
    how: 'sent to the receiver',
    expected: 'refused with a word; memory grows by less than 64 MB',
    stacks: tempo,
    proof: [inMatrix('24-too-large', 'what is too large is refused with a word, and takes no memory')],
    control: inMatrix('24-too-large', '…and is unpacked by a receiver with a larger limit'),
  },
  {
    number: 25,
    fault: 'a trace over the limit of the store',
    how: '60 spans of 500 kB',
    expected: 'Tempo discards after it took them: counted, and told by an alert. Jaeger has no limit',
    stacks: tempo,
    proof: [
      inMatrix(
        '25-trace-too-large',
        'of a trace of 30 MB, over the lab’s limit, what Tempo discards after it took it is told by an alert',
      ),
      inFile(
        'test/robust/store-limits.test.ts',
        'of a trace over the limit, each span is either stored or counted under a reason',
      ),
    ],
    control: inMatrix(
      '25-trace-too-large',
      'control: a trace of 6 MB, over Tempo’s own limit, is complete, and no alert fires',
    ),
  },
  {
    number: 26,
    fault: 'cardinality: 50,000 span names, 300 services',
    how: 'sent to the receiver',
    expected: 'series stay under the limit, the rest is counted as overflow, the sum is exact',
    stacks: tempo,
    proof: [
      inFile(
        'test/load/cardinality.test.ts',
        'ids in span names of many services leave the scrape quick, the collector small and the lab’s own check right',
      ),
    ],
    control: inFile('test/native/marks.test.ts', '1,000 marks would make 1,000 series without the limit'),
  },
  {
    number: 27,
    fault: 'a store that rejects spans in requests that it takes',
    how: 'a server before the store that takes each tenth span away and answers with a partial success',
    expected: 'the ledger misses what was rejected, the log tells it, no counter does',
    stacks: each,
    proof: [
      inMatrix(
        '27-partial-success',
        'spans that a store rejects within a request that it takes are missed by the ledger and told in the log, by no counter',
      ),
    ],
    control: inMatrix('27-partial-success', '…and one that rejects none is complete, and the log is silent'),
  },
  {
    number: 28,
    fault: 'port taken',
    how: 'another process listens there',
    expected: 'nothing is started; the message names owner, port and variable',
    stacks: each,
    proof: [
      inFile(
        'test/native/failed-starts.test.ts',
        '%s: names owner and variable of a port of %s that is taken, and starts nothing',
      ),
    ],
    control: inFile(
      'test/native/one-life.test.ts',
      'the lab is up in seconds and says what comes next, and a new request is stored, counted and checked',
    ),
  },
  {
    number: 29,
    fault: 'image missing',
    how: 'a version that does not exist',
    expected: 'the message names the image; nothing is left running',
    stacks: tempo,
    proof: [
      inFile(
        'test/docker/lab-start.test.ts',
        'an unavailable image, a missing file and a public default password are each reported, and nothing is left running',
      ),
    ],
    control: inFile(
      'test/docker/lab-start.test.ts',
      'the Docker runtime is chosen if an engine answers, every command works, and down leaves no container',
    ),
  },
  {
    number: 30,
    fault: 'Cassandra slow to start',
    how: 'a Java that waits 1.5 outages before it becomes Cassandra',
    expected: 'spans from second 0 on are all stored and counted',
    stacks: jaeger,
    proof: [
      inFile(
        'test/cassandra/start-race.test.ts',
        'spans that are sent from second 0 are all stored although Cassandra starts late',
      ),
    ],
    control: lossIsReported,
  },
  {
    number: 31,
    fault: 'down and up; reboot',
    how: '`lab down`, `lab up`; SIGKILL to every process, `lab up`',
    expected: 'data is kept; the state of a lab that is gone is recognised',
    stacks: tempo,
    proof: [
      inFile('test/native/one-life.test.ts', 'down takes at most 10 s, and data is kept over down and up'),
      inFile('test/native/one-life.test.ts', 'the state of a lab whose processes have ended is recognised'),
    ],
    control: inFile(
      'test/native/one-life.test.ts',
      'down keeps the data; with --volumes it removes them, also afterwards, but only once',
    ),
  },
  {
    number: 32,
    fault: 'two collectors behind one stream of spans',
    how: 'a second process with the same configuration; spans are sent to both by turns',
    expected: 'series for each instance, whose sum is exact',
    stacks: tempo,
    proof: [
      inMatrix(
        '32-two-collectors',
        'two collectors behind one stream of spans count in series of their own, whose sum is exact',
      ),
    ],
    control: inMatrix('32-two-collectors', '…and write over each other where nothing tells them apart'),
  },
  {
    number: 33,
    fault: 'Kafka or a consumer killed',
    how: 'SIGKILL; start after the outage',
    expected: 'each accepted purchase is one row, with all its spans; a message that came twice shows in its trace',
    stacks: tempo,
    proof: [
      inFile(
        'test/shop/kills.test.ts',
        '%s is killed under 30 purchases/s: each accepted one is one row, one value, all its spans',
      ),
      inFile(
        'test/shop/kills.test.ts',
        'a message that comes twice, because its consumer was killed before the commit, is one row, and its trace has both',
      ),
    ],
    control: inFile(
      'test/shop/shortcuts.test.ts',
      'a consumer is killed with messages in hand: committed after the work, each becomes a row; before, none',
    ),
  },
];

/** Whether this suite tries it itself. */
export const isOwn = ({ file }: Proof): boolean => file.startsWith('test/matrix/');

/** Whether a row is tried on a stack. */
export const isTriedOn = (stack: Stack, row: number): boolean =>
  rows.some(({ number, stacks }) => number === row && stacks.includes(stack));
