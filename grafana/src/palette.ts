import list from '../../routes.json' with { type: 'json' };
import { label, sloWindows } from './names.ts';

/**
 * The eight colours of Okabe and Ito (2008, jfly.uni-koeln.de/color), which people with every common form of colour
 * blindness can tell apart; black is replaced by grey, because dashboards may be dark. The only place with colours.
 */
export const colours = {
  blue: '#0072B2',
  orange: '#E69F00',
  green: '#009E73',
  pink: '#CC79A7',
  sky: '#56B4E9',
  vermillion: '#D55E00',
  yellow: '#F0E442',
  grey: '#999999',
} as const;

export type Colour = keyof typeof colours;

/** A colour through which what is behind it can be seen; for what is drawn in great numbers over something else. */
export function faint(colour: Colour): string {
  return `${colours[colour]}66`;
}

/** Colours of threshold levels; red is never contrasted with green. */
export const levels = { good: colours.blue, watch: colours.orange, bad: colours.vermillion } as const;

/** A drawn name's colour; `dash` distinguishes names when the eight colours do not suffice. */
export type SeriesStyle = { name: string; colour: Colour; dash?: boolean };

const order: readonly Colour[] = ['blue', 'orange', 'green', 'vermillion', 'sky', 'pink', 'grey', 'yellow'];

/** The first eight names get the eight colours, the next eight the same ones, dashed. */
const inOrder = (...names: string[]): SeriesStyle[] =>
  names.map((name, i) => ({ name, colour: order[i % 8] as Colour, ...(i >= 8 ? { dash: true } : {}) }));

/** The services of the shop, after those of every lab. */
const shop = ['fulfilment', 'catalogue', 'executor', 'observer'];

const services = [...Object.keys(list.served).filter((key) => key !== 'every role'), ...shop];

/** Parts that may be a process, besides services. A test compares. */
const engines = ['collector', 'prometheus', 'tempo', 'console', 'postgres', 'kafka', 'valkey', 'jaeger', 'cassandra'];
const fewer = ['dependencies', 'generator', 'victorialogs', 'alertmanager', 'services-network', 'engines-network'];
const guests = ['fastapi', 'fastapi-code', 'flask', 'spring', 'go'].map((name) => `guest-${name}`);

const routes = inOrder(...Object.values(list.served).flat());

/** Fixed colours by label and value: a route or a service looks the same on every panel. */
export const series: Readonly<Record<string, readonly SeriesStyle[]>> = {
  [label.route]: routes,
  name: routes, // k6's script names its requests like routes
  [label.service]: inOrder(...services),
  job: inOrder('otel-collector', 'prometheus', 'tempo', 'jaeger', 'span-metrics'),
  [label.exporter]: inOrder('otlp_http/tempo', 'otlp_http/jaeger'),
  v8js_gc_type: inOrder('minor', 'incremental', 'weakcb', 'major'),
  v8js_heap_space_name: inOrder(
    'old_space',
    'new_space',
    'large_object_space',
    'code_space',
    'trusted_space',
    'code_large_object_space',
  ),
  v8js_resource_type: inOrder('TCPSocketWrap', 'TCPServerWrap', 'Timeout', 'FSReqCallback', 'Immediate'),
  scenario: inOrder('default'),
  [label.topic]: inOrder('purchases', 'orders-placed', 'purchases-dead', 'orders-placed-dead'),
  [label.group]: inOrder('fulfilment', 'catalogue'),
  [label.table]: inOrder('orders', 'items', 'outbox'),
  [label.operation]: inOrder('ins', 'upd', 'del', 'hot_upd'),
  [label.slo]: inOrder('availability', 'chain-latency', 'io-task-latency'),
  [label.window]: inOrder(...sloWindows),
  [label.command]: inOrder('get', 'set', 'info', 'ping'),
  [label.part]: inOrder(...services, ...engines, ...fewer, ...guests),
  [label.level]: [
    { name: 'info', colour: 'blue' },
    { name: 'debug', colour: 'grey' },
    { name: 'warn', colour: 'orange' },
    { name: 'error', colour: 'vermillion' },
    { name: 'fatal', colour: 'pink' },
    { name: 'critical', colour: 'pink', dash: true },
    { name: 'trace', colour: 'sky' },
    { name: 'unknown', colour: 'grey', dash: true },
  ],
  [label.cpuMode]: inOrder('user', 'system', 'wait', 'steal', 'softirq', 'nice', 'interrupt'),
  disk_io_direction: inOrder('read', 'write'),
  network_interface_name: inOrder('loopback', 'others'),
};

export const quantiles: Readonly<Record<string, Colour>> = {
  p50: 'sky',
  p75: 'green',
  p95: 'orange',
  p99: 'vermillion',
};

/** Status codes by class, as regular expressions on the legend. */
export const statusClasses: readonly { pattern: string; colour: Colour }[] = [
  { pattern: '^2..$', colour: 'blue' },
  { pattern: '^3..$', colour: 'sky' },
  { pattern: '^4..$', colour: 'orange' },
  { pattern: '^5..$', colour: 'vermillion' },
];

/** Colours by position, for panels whose queries have one fixed legend each. */
export const sequence = order;
