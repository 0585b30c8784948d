import { label } from '../names.ts';
import { rate } from '../promql.ts';
import { anyOf } from '../selector.ts';
import { compared, goodUntil, series, timeseries } from './build.ts';

const chosen = `${label.service}=~${anyOf('service')}`;
const byService = [label.service];
const byType = ['v8js_gc_type'];
const service = `{{${label.service}}}`;

/** The services send runtime metrics every 5 s (`LAB_METRICS_INTERVAL`): the window of their rates must hold several. */
const minStep = '5s';

const rateNow = (metric: string, by: readonly string[]) => rate(metric, chosen, by, '$__rate_interval');

export const eventLoopDelay = timeseries({
  id: 'node-event-loop-delay',
  title: 'Event-loop delay, p99',
  unit: 's',
  queries: [series('A', `max by (service_name) (nodejs_eventloop_delay_p99_seconds{${chosen}})`, service)],
  thresholds: goodUntil({ watch: 0.05, bad: 0.2 }),
  tells:
    'How late a timer of 10 ms fires: all but 1 % of the times are below. An idle loop shows about 10 ms: that is the timer itself.',
  looksBad:
    'Code computes without a break (as `/cpu_task` does): every request of that process waits for it. Move it off the loop or split it up.',
  expects: { range: [0, 60] },
});

export const eventLoopUtilisation = timeseries({
  id: 'node-event-loop-utilisation',
  title: 'Event-loop utilisation',
  unit: 'percentunit',
  queries: [series('A', `max by (service_name) (nodejs_eventloop_utilization_ratio{${chosen}})`, service)],
  max: 1,
  thresholds: goodUntil({ watch: 0.7, bad: 0.9 }),
  tells: 'Share of time in which the loop was busy. A better measure of saturation than CPU: one loop is one core.',
  looksBad: 'Near 1: the process cannot take more load. Start a second one, or find the busy code with a CPU profile.',
  expects: { range: [0, 1] },
});

export const cpu = timeseries({
  id: 'node-cpu',
  title: 'CPU',
  unit: 'short',
  queries: [series('A', rateNow('process_cpu_time_seconds_total', byService), service, { minStep })],
  tells: 'Cores that the process uses, including its garbage collector and telemetry.',
  looksBad: 'Above 1 with an idle event loop: garbage collection or native threads. See GC pauses.',
  expects: { range: [0, 64] },
});

export const residentMemory = timeseries({
  id: 'node-memory',
  title: 'Memory of the process',
  unit: 'bytes',
  queries: [series('A', `max by (service_name) (process_memory_usage_bytes{${chosen}})`, service)],
  tells: 'Resident memory as the operating system sees it.',
  looksBad: 'It grows without the heap: buffers or native modules. It grows with old_space: a leak in JavaScript.',
  expects: { range: [1e6, 1e10] },
});

export const heapUsed = timeseries({
  id: 'node-heap-used',
  title: 'Heap used',
  unit: 'bytes',
  queries: [series('A', `sum by (service_name) (v8js_memory_heap_used_bytes{${chosen}})`, service)],
  tells: 'JavaScript objects, including dead ones until the next collection: a saw-tooth is healthy.',
  looksBad: 'The minima rise for minutes: objects are never freed. Take a heap snapshot.',
  expects: { range: [1e6, 1e10] },
});

export const heapBySpace = timeseries({
  id: 'node-heap-by-space',
  title: 'Heap by space',
  unit: 'bytes',
  queries: [
    series(
      'A',
      `sum by (v8js_heap_space_name) (v8js_memory_heap_used_bytes{${chosen}}) > 0`,
      '{{v8js_heap_space_name}}',
    ),
  ],
  stacked: true,
  legend: compared,
  tells:
    'Heap by space: new_space has young objects, old_space those that survived, large_object_space single large ones.',
  looksBad: 'old_space grows without end: a leak. new_space is always full: each request allocates a lot.',
  expects: { range: [0, 1e10] },
});

export const gcTime = timeseries({
  id: 'node-gc-time',
  title: 'Time in garbage collection',
  unit: 'percentunit',
  queries: [series('A', rateNow('v8js_gc_duration_seconds_sum', byService), service, { minStep })],
  softMax: 0.05,
  tells: 'Share of time that collections take.',
  looksBad: 'Above 5 %: allocate less per request, or give the process a larger heap (`--max-semi-space-size`).',
  expects: { range: [0, 1.5] },
});

export const gcPause = timeseries({
  id: 'node-gc-pause',
  title: 'Average GC pause',
  unit: 's',
  queries: [
    series(
      'A',
      `${rateNow('v8js_gc_duration_seconds_sum', byType)} / (${rateNow('v8js_gc_duration_seconds_count', byType)} > 0)`,
      '{{v8js_gc_type}}',
      { minStep },
    ),
  ],
  tells:
    'Length of a collection by type, on average over the chosen services. Minor ones are short and frequent, major ones stop the process longer. The graph is empty if there are none.',
  looksBad: 'Major pauses above 100 ms raise p99: old_space is large. See Heap by space.',
  expects: { range: [0, 10], mayBeEmpty: 'no collection between two reports of the services' },
});

export const activeResources = timeseries({
  id: 'node-active-resources',
  title: 'Active resources',
  unit: 'short',
  queries: [series('A', `sum by (v8js_resource_type) (v8js_resource_active{${chosen}})`, '{{v8js_resource_type}}')],
  tells: 'What keeps the event loops of the chosen services alive, by type: sockets (TCPSocketWrap), servers, timers.',
  looksBad: 'Sockets grow with steady load: connections are not closed or not reused.',
  expects: { range: [0, 1e6] },
});
