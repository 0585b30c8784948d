import { closeNames } from './close-names.ts';
import { judgeProxy } from './judge-proxy.ts';
import { mistakes } from './mistakes.ts';
import { type OwnReceiver, portOf } from './own-receiver.ts';
import { type Protocol, usualProtocol } from './settings-for.ts';
import type { Finding } from './watch-state.ts';

export type Variables = Record<string, string | undefined>;

/** What else is known of who has the variables. */
export type Circumstances = {
  /** The service that is waited for. */
  service: string;
  /** Name of the program, such as `node`: its SDK's usual protocol. */
  program?: string;
  /** In a container with a network of its own. Of a lab of containers: the collector's name in its network, and whether it is in that. */
  container?: { collector?: string; network?: string; joined?: boolean };
  /** Who listens on a port of this machine, in words; undefined if nobody does. Absent if that cannot be seen. */
  listener?: (port: number) => string | undefined;
};

/** Where the traces of a process go, by its variables. Sign-in and query of the address are left out. */
type Target = {
  variable: string;
  stated: boolean;
  shown: string;
  url: URL | undefined;
  protocol: Protocol | undefined;
  full: boolean;
};

/**
 * Mistakes in the variables of a process, in words that need a subject before them (`has …`). Values of headers are never read.
 * https://opentelemetry.io/docs/specs/otel/protocol/exporter/
 */
export function judgeEnvironment(variables: Variables, lab: OwnReceiver, about: Circumstances): Finding[] {
  if (!concerns(variables, lab, about)) return [];
  const target = targetOf(variables, about);
  return [
    ...judgeSwitches(variables),
    ...judgeTarget(target, lab, about),
    ...judgePath(target, lab),
    ...(pointsAt(target, lab, about)
      ? judgeProxy(variables, target.url!.hostname, about.program, target.protocol)
      : []),
    ...judgeName(variables, about),
  ];
}

/** The service name that the variables state. */
export function nameIn(variables: Variables): string | undefined {
  if (variables['OTEL_SERVICE_NAME']) return variables['OTEL_SERVICE_NAME'];
  const pair = /(?:^|,)\s*service\.name\s*=\s*([^,]*)/.exec(variables['OTEL_RESOURCE_ATTRIBUTES'] ?? '')?.[1]?.trim();
  return pair ? decoded(pair) : undefined;
}

/** Ports of collectors: a process without a name that sends to one where nothing listens may mean the lab. */
const usualPorts = [4317, 4318, 55680, 55681];

/** Whether the spans of a process would reach a port of this lab's receiver. */
export function sendsHere(variables: Variables, lab: OwnReceiver, about: Circumstances): boolean {
  return pointsAt(targetOf(variables, about), lab, about);
}

/** Whether a process is the one that is waited for, or sends to this lab: the mistakes of others are not the lab's to name. */
function concerns(variables: Variables, lab: OwnReceiver, about: Circumstances): boolean {
  const name = nameIn(variables);
  if (name === about.service) return true;
  const target = targetOf(variables, about);
  if (name === undefined && !target.stated) return false;
  if (pointsAt(target, lab, about)) return true;
  const port = target.url && isHere(target.url.hostname) ? portOf(target.url.href) : 0;
  return name === undefined && usualPorts.includes(port) && about.listener !== undefined && !about.listener(port);
}

function targetOf(variables: Variables, { program = '' }: Circumstances): Target {
  const protocol = (variables['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'] ||
    variables['OTEL_EXPORTER_OTLP_PROTOCOL'] ||
    usualProtocol(program)) as Protocol | undefined;
  const full = Boolean(variables['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']);
  const variable = full ? 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT' : 'OTEL_EXPORTER_OTLP_ENDPOINT';
  const value = variables[variable] || `http://localhost:${protocol === 'grpc' ? 4317 : 4318}`;
  const url = parsed(value.includes('://') ? value : `http://${value}`);
  const scheme = value.includes('://') ? `${url?.protocol}//` : '';
  const shown = url
    ? `${scheme}${url.host}${url.pathname === '/' && !value.endsWith('/') ? '' : url.pathname}`
    : '(no address)';
  return { variable, stated: Boolean(variables[variable]), shown, url, protocol, full };
}

function judgeSwitches(variables: Variables): Finding[] {
  const is = (name: string, ...values: string[]) => values.includes((variables[name] ?? '').trim().toLowerCase());
  const exporter = variables['OTEL_TRACES_EXPORTER'];
  return [
    ...(is('OTEL_SDK_DISABLED', 'true')
      ? [{ mistake: 'the SDK is switched off', evidence: 'has OTEL_SDK_DISABLED=true', fix: 'unset OTEL_SDK_DISABLED' }]
      : []),
    ...(exporter && !/(^|,)\s*otlp/.test(exporter)
      ? [
          {
            mistake: 'spans are not exported by OTLP',
            evidence: `has OTEL_TRACES_EXPORTER=${exporter.slice(0, 40)}`,
            fix: 'OTEL_TRACES_EXPORTER=otlp',
          },
        ]
      : []),
    ...(is('OTEL_TRACES_SAMPLER', 'always_off', 'parentbased_always_off') ||
    (is('OTEL_TRACES_SAMPLER', 'traceidratio', 'parentbased_traceidratio') &&
      Number(variables['OTEL_TRACES_SAMPLER_ARG']) === 0)
      ? [
          {
            mistake: 'the sampler drops every span',
            evidence: `has OTEL_TRACES_SAMPLER=${variables['OTEL_TRACES_SAMPLER']}${variables['OTEL_TRACES_SAMPLER_ARG'] ? ` with OTEL_TRACES_SAMPLER_ARG=${variables['OTEL_TRACES_SAMPLER_ARG'].slice(0, 20)}` : ''}`,
            fix: 'OTEL_TRACES_SAMPLER=always_on',
          },
        ]
      : []),
  ];
}

function judgeTarget(target: Target, lab: OwnReceiver, about: Circumstances): Finding[] {
  const { variable, shown, url, protocol } = target;
  const has = saysWhere(target);
  const right = rightAddress(target, lab, about);
  const fix = `${variable}=${right}`;
  if (!url) return [{ mistake: 'an address that is none', evidence: `has a ${variable} that is no address`, fix }];
  const said: Finding[] = [];
  if (url.protocol === 'https:')
    said.push({ mistake: mistakes.tls, evidence: `${has}: https is TLS; the lab takes OTLP without it`, fix });
  if (!shown.includes('://'))
    said.push({ mistake: 'an address without http://', evidence: `${has}: many SDKs refuse it, or speak TLS`, fix });
  const port = portOf(url.href);
  if (about.container && isHere(url.hostname)) {
    said.push({
      mistake: 'localhost in a container',
      evidence: `${has}: there, ${url.hostname} is the container itself`,
      fix: about.container.collector ? fix : `docker run --network host … (or ${fix})`,
    });
  } else if (about.container && url.hostname === about.container.collector && !about.container.joined) {
    said.push({
      mistake: 'a container outside the network of the lab',
      evidence: `${has}, and is not in the network ${about.container.network}`,
      fix: `docker run --network ${about.container.network} …`,
    });
  } else if (isReceiver(url, lab, about) && port === ports(lab, about).grpc && protocol?.startsWith('http')) {
    said.push({
      mistake: mistakes.httpToGrpc,
      evidence: `${has} with protocol ${protocol}; ${port} speaks gRPC`,
      fix: `${fix} (or OTEL_EXPORTER_OTLP_PROTOCOL=grpc)`,
    });
  } else if (isReceiver(url, lab, about) && port === ports(lab, about).http && protocol === 'grpc') {
    said.push({
      mistake: mistakes.grpcToHttp,
      evidence: `${has} with protocol grpc; ${port} speaks HTTP`,
      fix: `${fix} (or OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf)`,
    });
  } else if (!pointsAt(target, lab, about)) {
    said.push(elsewhere(has, url, port, fix, about));
  }
  return said;
}

/** Code may state an address too, which cannot be seen. */
function saysWhere({ variable, stated, shown }: Target): string {
  return stated
    ? `has ${variable}=${shown}`
    : `has no ${variable}: if its code states none either, it sends to ${shown}`;
}

function elsewhere(has: string, url: URL, port: number, fix: string, about: Circumstances): Finding {
  if (!isHere(url.hostname) || !about.listener)
    return { mistake: 'another host', evidence: `${has}, which is not this lab`, fix };
  const who = about.listener(port);
  return who === undefined
    ? { mistake: 'a port where nothing listens', evidence: `${has}; nothing listens on ${port}`, fix }
    : { mistake: 'the port of another program', evidence: `${has}; ${who} listens on ${port}, not this lab`, fix };
}

/** SDKs append `/v1/traces` to the general address, and nothing to the one for traces. */
function judgePath({ variable, shown, url, protocol, full }: Target, lab: OwnReceiver): Finding[] {
  const http = protocol?.startsWith('http') || (url !== undefined && portOf(url.href) === portOf(lab.http));
  if (!url || !http || protocol === 'grpc') return [];
  const has = `has ${variable}=${shown}`;
  const sends = full ? url.pathname : `${url.pathname.replace(/\/$/, '')}/v1/traces`;
  if (/^\/v1\/traces\/?$/.test(sends)) return [];
  return [
    {
      mistake: mistakes.path,
      evidence: `${has}: the SDK sends to ${sends.slice(0, 100)}`,
      fix: full ? `${variable}=${lab.http}/v1/traces` : `${variable}=${url.protocol}//${url.host}`,
    },
  ];
}

function judgeName(variables: Variables, { service }: Circumstances): Finding[] {
  const name = nameIn(variables);
  if (name === undefined || closeNames(service, [name]).length === 0) return [];
  return [
    {
      mistake: mistakes.otherName,
      evidence: `has the name ${JSON.stringify(name.slice(0, 100))}, and ${JSON.stringify(service)} is waited for`,
      fix: `OTEL_SERVICE_NAME=${service} (or: npm run lab -- watch ${name.slice(0, 100)})`,
    },
  ];
}

/** Whether spans would reach a port of this lab's receiver. */
function pointsAt({ url }: Target, lab: OwnReceiver, about: Circumstances): boolean {
  if (!url || !isReceiver(url, lab, about)) return false;
  return Object.values(ports(lab, about)).includes(portOf(url.href));
}

function isReceiver({ hostname }: URL, lab: OwnReceiver, { container }: Circumstances): boolean {
  if (hostname === 'host.docker.internal' && container) return true;
  if (container) return hostname === container.collector;
  return isHere(hostname) || [lab.grpc, lab.http].some((own) => new URL(own).hostname === hostname);
}

/** The ports of the receiver, as a sender sees them. */
function ports({ grpc, http }: OwnReceiver, { container }: Circumstances): { grpc: number; http: number } {
  return container?.collector ? { grpc: 4317, http: 4318 } : { grpc: portOf(grpc), http: portOf(http) };
}

/** The address that fits the protocol: a process that speaks gRPC keeps to it. */
function rightAddress({ protocol, full }: Target, lab: OwnReceiver, { container }: Circumstances): string {
  const host = container?.collector;
  const grpc = host ? `http://${host}:4317` : lab.grpc;
  const http = host ? `http://${host}:4318` : lab.http;
  return protocol === 'grpc' ? grpc : `${http}${full ? '/v1/traces' : ''}`;
}

function isHere(host: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\]|0\.0\.0\.0|\[::\])$/.test(host);
}

function parsed(value: string): URL | undefined {
  return URL.canParse(value) ? new URL(value) : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
