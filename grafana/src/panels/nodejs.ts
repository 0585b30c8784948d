import { everyStack, type Panel } from '../model.ts';
import { rate } from '../promql.ts';

const chosen = 'service_name=~"$service"';
const byService = ['service_name'];
const service = '{{service_name}}';

/** The services send runtime metrics every 5 s (`LAB_METRICS_INTERVAL`): the window of their rates must hold several. */
const minStep = '5s';

const delay = (name: string, refId: string) => ({
  refId,
  datasource: 'prometheus' as const,
  expr: `max by (service_name) (nodejs_eventloop_delay_${name}_seconds{${chosen}})`,
  legend: `{{service_name}} ${name}`,
});

export const eventLoopDelay: Panel = {
  id: 'node-event-loop-delay',
  title: 'Event-loop delay',
  kind: 'timeseries',
  unit: 's',
  queries: [delay('p99', 'A'), { ...delay('max', 'B'), dashed: true }],
  min: 0,
  thresholds: [
    { from: 0, level: 'good' },
    { from: 0.05, level: 'watch' },
    { from: 0.2, level: 'bad' },
  ],
  tells: 'How late a timer of 10 ms fires. An idle loop reads about 10 ms: that is the timer itself.',
  looksBad:
    'Something computes without pause (`/cpu_task` does): every request of that process waits for it. Move it off the loop or cut it up.',
  stacks: everyStack,
  expects: { range: [0, 60] },
};

export const eventLoopUtilisation: Panel = {
  id: 'node-event-loop-utilisation',
  title: 'Event-loop utilisation',
  kind: 'timeseries',
  unit: 'percentunit',
  queries: [
    {
      refId: 'A',
      datasource: 'prometheus',
      expr: `max by (service_name) (nodejs_eventloop_utilization_ratio{${chosen}})`,
      legend: service,
    },
  ],
  min: 0,
  max: 1,
  thresholds: [
    { from: 0, level: 'good' },
    { from: 0.7, level: 'watch' },
    { from: 0.9, level: 'bad' },
  ],
  tells: 'Share of time in which the loop was busy. A better measure of saturation than CPU: one loop is one core.',
  looksBad: 'Near 1: the process cannot take more. Start a second one, or find what is busy with a CPU profile.',
  stacks: everyStack,
  expects: { range: [0, 1] },
};

export const cpu: Panel = {
  id: 'node-cpu',
  title: 'CPU',
  kind: 'timeseries',
  unit: 'short',
  queries: [
    {
      refId: 'A',
      datasource: 'prometheus',
      expr: rate('process_cpu_time_seconds_total', chosen, byService, '$__rate_interval'),
      legend: service,
      minStep,
    },
  ],
  min: 0,
  tells: 'Cores that the process uses, with its garbage collector and its telemetry.',
  looksBad: 'Above 1 with a calm event loop: garbage collection or native threads. See GC pauses.',
  stacks: everyStack,
  expects: { range: [0, 64] },
};

export const residentMemory: Panel = {
  id: 'node-memory',
  title: 'Memory of the process',
  kind: 'timeseries',
  unit: 'bytes',
  queries: [
    {
      refId: 'A',
      datasource: 'prometheus',
      expr: `max by (service_name) (process_memory_usage{${chosen}})`,
      legend: service,
    },
  ],
  min: 0,
  tells: 'Resident memory as the operating system sees it.',
  looksBad:
    'It grows while the heap does not: buffers or native modules. It grows with old_space: a leak in JavaScript.',
  stacks: everyStack,
  expects: { range: [1e6, 1e10] },
};

export const heapUsed: Panel = {
  id: 'node-heap-used',
  title: 'Heap used',
  kind: 'timeseries',
  unit: 'bytes',
  queries: [
    {
      refId: 'A',
      datasource: 'prometheus',
      expr: `sum by (service_name) (v8js_memory_heap_used_bytes{${chosen}})`,
      legend: service,
    },
  ],
  min: 0,
  tells: 'JavaScript objects, dead ones included until the next collection: a saw-tooth is healthy.',
  looksBad: 'The teeth’s low points rise for minutes: objects are kept. Take a heap snapshot.',
  stacks: everyStack,
  expects: { range: [1e6, 1e10] },
};

export const heapBySpace: Panel = {
  id: 'node-heap-by-space',
  title: 'Heap by space',
  kind: 'timeseries',
  unit: 'bytes',
  queries: [
    {
      refId: 'A',
      datasource: 'prometheus',
      expr: `sum by (v8js_heap_space_name) (v8js_memory_heap_used_bytes{${chosen}}) > 0`,
      legend: '{{v8js_heap_space_name}}',
    },
  ],
  min: 0,
  stacked: true,
  tells:
    'Where the heap’s objects live: new_space is young, old_space survived, large_object_space holds single big ones.',
  looksBad: 'old_space grows without end: a leak. new_space is full all the time: much is allocated per request.',
  stacks: everyStack,
  expects: { range: [0, 1e10] },
};

export const gcTime: Panel = {
  id: 'node-gc-time',
  title: 'Time in garbage collection',
  kind: 'timeseries',
  unit: 'percentunit',
  queries: [
    {
      refId: 'A',
      datasource: 'prometheus',
      expr: rate('v8js_gc_duration_seconds_sum', chosen, byService, '$__rate_interval'),
      legend: service,
      minStep,
    },
  ],
  min: 0,
  tells: 'Share of time that collections take.',
  looksBad: 'Above 5 %: allocate less per request, or give the process a larger heap (`--max-semi-space-size`).',
  stacks: everyStack,
  expects: { range: [0, 1.5] },
};

export const gcPause: Panel = {
  id: 'node-gc-pause',
  title: 'Average GC pause',
  kind: 'timeseries',
  unit: 's',
  queries: [
    {
      refId: 'A',
      datasource: 'prometheus',
      expr:
        `${rate('v8js_gc_duration_seconds_sum', chosen, ['v8js_gc_type'], '$__rate_interval')} / ` +
        `(${rate('v8js_gc_duration_seconds_count', chosen, ['v8js_gc_type'], '$__rate_interval')} > 0)`,
      legend: '{{v8js_gc_type}}',
      minStep,
    },
  ],
  min: 0,
  tells:
    'Length of a collection by type, on average over the chosen services. Minor ones are short and frequent, major ones stop the process longer. Nothing is drawn while none happens.',
  looksBad: 'Major pauses above 100 ms show in p99: a large old_space. See Heap by space.',
  stacks: everyStack,
  expects: { range: [0, 10], mayBeEmpty: 'no collection between two reports of the services' },
};

export const activeResources: Panel = {
  id: 'node-active-resources',
  title: 'Active resources',
  kind: 'timeseries',
  unit: 'short',
  queries: [
    {
      refId: 'A',
      datasource: 'prometheus',
      expr: `sum by (v8js_resource_type) (v8js_resource_active{${chosen}})`,
      legend: '{{v8js_resource_type}}',
    },
  ],
  min: 0,
  tells: 'What keeps the event loops of the chosen services alive, by type: sockets (TCPSocketWrap), servers, timers.',
  looksBad: 'Sockets grow with steady load: connections are not closed or not reused.',
  stacks: everyStack,
  expects: { range: [0, 1e6] },
};
