import { label } from '../names.ts';
import { rate } from '../promql.ts';
import { series, stat, timeseries, worstFirst } from './build.ts';

/** The collector looks every 5 s: the window of a rate must hold several of its looks. */
const minStep = '5s';
const rateNow = (name: string, matchers = '', by: readonly string[] = []) =>
  rate(name, matchers, by, '$__rate_interval');

const part = `{{${label.part}}}`;
const cpuTime = 'system_cpu_time_seconds_total';
const idle = `${label.cpuMode}=~"idle|wait"`;
const cpuInUse = `1 - ${rateNow(cpuTime, idle)} / (${rateNow(cpuTime)} > 0)`;
const memoryInUse = 'sum(system_memory_limit_bytes) - sum(system_memory_linux_available_bytes)';
const room = (state: string) => `sum(system_filesystem_usage_bytes{system_filesystem_state=~"${state}"})`;

/** The machine's view of each process; the services' own is without a part. */
const ofParts = `process_memory_usage_bytes{${label.part}!=""}`;

/** Only native processes are visible to the collector; containers hide theirs. */
const nativeOnly = 'in Docker, containers hide their processes and their network from each other';
const ofNative = (...metrics: readonly string[]) => ({
  mayBeEmpty: nativeOnly,
  lazyMetrics: Object.fromEntries(metrics.map((name) => [name, nativeOnly])),
});

export const cpuShare = stat({
  id: 'machine-cpu-share',
  title: 'CPU',
  unit: 'percentunit',
  queries: [series('A', cpuInUse, 'CPU', { minStep })],
  tells: 'Share of all CPUs’ time that anything on this machine used, over the last 20 s.',
  looksBad: 'Near 100 %: everything waits, and latencies are the machine’s. See what uses it under Processes.',
  expects: { range: [0, 1] },
});

export const memoryShare = stat({
  id: 'machine-memory-share',
  title: 'Memory',
  unit: 'percentunit',
  queries: [series('A', `1 - sum(system_memory_linux_available_bytes) / sum(system_memory_limit_bytes)`, 'memory')],
  tells: 'Share of the memory that cannot be had without swapping or ending something.',
  looksBad: 'Near 100 %: the system ends the process that uses most. See Memory of the processes.',
  expects: { range: [0, 1] },
});

export const cpu = timeseries({
  id: 'machine-cpu',
  title: 'CPU by mode',
  unit: 'short',
  queries: [
    series('A', rateNow(cpuTime, `${label.cpuMode}!="idle"`, [label.cpuMode]), `{{${label.cpuMode}}}`, { minStep }),
    series('B', 'max(system_cpu_logical_count)', 'CPUs', { dashed: true }),
  ],
  tells: 'CPUs in use on the whole machine by what for, and, dashed, how many it has.',
  looksBad:
    'user near the dashed line: a busy program. wait: the disk is slow. steal: the host of this virtual machine gives the CPUs to others.',
  expects: { range: [0, 4096] },
});

export const memory = timeseries({
  id: 'machine-memory',
  title: 'Memory of the machine',
  unit: 'bytes',
  queries: [
    series('A', memoryInUse, 'in use'),
    series('B', 'sum(system_memory_usage_bytes{system_memory_state="cached"})', 'files, given back when needed'),
    series('C', 'sum(system_memory_limit_bytes)', 'all', { dashed: true }),
  ],
  tells: 'Memory of the machine: what is in use, what only keeps files at hand, and, dashed, all.',
  looksBad: 'in use reaches all: the system ends processes (`dmesg`), and those parts show as died in the console.',
});

export const load = timeseries({
  id: 'machine-load',
  title: 'Load',
  unit: 'short',
  queries: [
    series('A', 'max(system_cpu_load_average_1m)', '1 min'),
    series('B', 'max(system_cpu_load_average_5m)', '5 min'),
    series('C', 'max(system_cpu_logical_count)', 'CPUs', { dashed: true }),
  ],
  tells: 'How many threads run or wait for a CPU or a disk, on average, and, dashed, how many can run at once.',
  looksBad: 'Far above the CPUs: figures of latency are those of a queue. The tests of this lab wait for quiet.',
});

export const disk = timeseries({
  id: 'machine-disk',
  title: 'Room on the disk of the lab',
  unit: 'bytes',
  queries: [series('A', room('free'), 'free'), series('B', room('used'), 'used')],
  tells: 'The disk with the lab’s data; in Docker, the one with Docker’s volumes.',
  looksBad: 'free near 0: engines refuse, or end. `npm run check` names those without room.',
});

export const diskTraffic = timeseries({
  id: 'machine-disk-traffic',
  title: 'Read and written',
  unit: 'bytes',
  queries: [
    series('A', rateNow('system_disk_io_bytes_total', '', ['disk_io_direction']), '{{disk_io_direction}}', { minStep }),
  ],
  tells: 'Bytes per second of all disks of the machine together.',
  looksBad: 'Much is read: memory is short, and files are read again. Much is written: see which engine is busy.',
  expects: {
    mayBeEmpty: 'the disks of this machine have names that the collector does not know',
    lazyMetrics: { system_disk_io_bytes_total: 'a disk has a name that the collector knows' },
  },
});

export const network = timeseries({
  id: 'machine-network',
  title: 'Network',
  unit: 'bytes',
  queries: [
    series(
      'A',
      rateNow('system_network_io_bytes_total', 'network_io_direction="receive"', ['network_interface_name']),
      '{{network_interface_name}}',
      { minStep },
    ),
  ],
  tells: 'Bytes per second that arrive: on loopback, where the parts of the lab talk to each other, and on all others.',
  looksBad: 'others, while nobody downloads anything: something outside uses the lab, or it builds an engine.',
  expects: ofNative('system_network_io_bytes_total'),
});

export const processCpu = timeseries({
  id: 'machine-process-cpu',
  title: 'CPU of the processes',
  unit: 'short',
  legend: worstFirst,
  queries: [
    series('A', rateNow('process_cpu_time_seconds_total', `${label.part}!=""`, [label.part]), part, { minStep }),
  ],
  tells: 'CPUs that each part of the lab uses, with the processes that it started. None in Docker.',
  looksBad: 'One part far above the others: Node.js Runtime for a service, Telemetry pipeline for an engine.',
  expects: { ...ofNative(), range: [0, 4096], lazyLabels: { [label.part]: nativeOnly } },
});

export const processMemory = timeseries({
  id: 'machine-process-memory',
  title: 'Memory of the processes',
  unit: 'bytes',
  legend: worstFirst,
  queries: [series('A', `sum by (${label.part}) (${ofParts})`, part)],
  tells:
    'Resident memory of each part, with the processes that it started. Pages that processes share count for each of them. None in Docker.',
  looksBad: 'It grows without end: a leak, or data that is never dropped. `npm run status` has proportional shares.',
  expects: ofNative('process_memory_usage_bytes'),
});

export const processes = timeseries({
  id: 'machine-processes',
  title: 'Processes',
  unit: 'short',
  legend: worstFirst,
  queries: [series('A', `count by (${label.part}) (${ofParts})`, part)],
  tells: 'How many processes each part has. Only Postgres has several: one for each connection.',
  looksBad: 'None for 15 s: the part has ended. Many of Postgres: its clients open connections and do not close them.',
  expects: ofNative('process_memory_usage_bytes'),
});

export const restarts = timeseries({
  id: 'machine-new-processes',
  title: 'New processes',
  unit: 'short',
  legend: worstFirst,
  queries: [
    series('A', `count by (${label.part}) (${ofParts} unless ${ofParts} offset $__interval) > 0`, part, {
      minStep,
      expects: { ...ofNative('process_memory_usage_bytes'), mayBeEmpty: 'no process is new' },
    }),
  ],
  tells: 'Processes that were not there one step before: a part was started again, or Postgres has a new connection.',
  looksBad: 'Again and again: a part that cannot stay up, or a client that does not keep its connections.',
});
