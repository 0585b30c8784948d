import type { Capability } from './capabilities.ts';
import type { PartEntry, Port, RuntimeName, Stack } from './part.ts';
import { table } from './table.ts';

export { runtimeNames, type RuntimeName, type Stack, stacks } from './part.ts';

type Row = (typeof table)[number];
type NamesOfKind<K> = Extract<Row, { kind: K }>['name'];

/** Name of a part of the lab. */
export type PartName = Row['name'];

/** Name of a port's variable in `.env`. */
export type PortName = Row['ports'][number]['variable'];

/** A part as the table describes it. */
export type Part = Omit<PartEntry, 'name' | 'ports'> & {
  name: PartName;
  ports: readonly (Port & { variable: PortName })[];
};

/** Name of an endpoint that the tool may query. */
export type EndpointName = Extract<Row['ports'][number], { endpoint: string }>['endpoint'];

type OptionalRow = Extract<Row, { stacks: unknown } | { capability: unknown } | { optional: true }>;
type OptionalEndpoint = Extract<OptionalRow['ports'][number], { endpoint: string }>['endpoint'];

/** URLs, or host:port if it is not HTTP. A part that this lab does not have has none. */
export type Endpoints = Record<Exclude<EndpointName, OptionalEndpoint>, string> &
  Partial<Record<OptionalEndpoint, string>>;

/** A role of the application: runs our image. */
export type AppRole = NamesOfKind<'app'>;

/** A role of the application that works by itself: runs our image, answers no requests but for its health. */
export type Worker = NamesOfKind<'worker'>;

/** A service in another language: anybody's, as far as the lab is concerned. */
export type Guest = NamesOfKind<'guest'>;

/** What makes spans under its own name, in any language. */
export type SpanSource = Extract<Row, { instrumentedBy: string }>['name'];

/** A part that stores traces. */
export type StoreName = NamesOfKind<'traces'>;

/** What people call a trace store. */
export type StoreTitle = Extract<Row, { kind: 'traces' }>['title'];

/** Every part, in the order of the data. */
export const parts: readonly Part[] = table;

export const partNames: readonly PartName[] = parts.map((part) => part.name);

/** The parts of a lab, in the order of the data. */
export function partsOf(
  stack: Stack,
  runtime: RuntimeName,
  capabilities: readonly Capability[] = [],
): readonly PartName[] {
  return parts
    .filter(
      (part) =>
        (part.stacks ?? [stack]).includes(stack) &&
        (part.runtimes ?? [runtime]).includes(runtime) &&
        (part.capability === undefined || capabilities.includes(part.capability)),
    )
    .map((part) => part.name);
}

/** Looks a part up by name. */
export function partNamed(name: PartName): Part {
  return parts.find((part) => part.name === name)!;
}

/** What people call a part. */
export function titleOf(name: PartName): string {
  return partNamed(name).title;
}

/** The part on whose disk a part's data is: itself, or the database behind it. Undefined if it keeps none. */
export function keeperOf(name: PartName): PartName | undefined {
  const part = partNamed(name);
  return part.keepsData
    ? name
    : parts.find(({ kind, name: to }) => kind === 'database' && part.feeds.some((f) => f.to === to))?.name;
}

/** The roles of the application, in the order in which a request meets them. */
export const appRoles = namesOf('app') as readonly AppRole[];

/** The roles of the application that work by themselves. */
export const workers = namesOf('worker') as readonly Worker[];

/** The guests, in the order in which `/chain` meets them. */
export const guests = namesOf('guest') as readonly Guest[];

/** Whom a guest calls at `/chain` in a lab with these parts: the next guest, after the last one the lab's gateway. */
export function nextOf(guest: Guest, there: readonly PartName[]): Guest | 'gateway' {
  return guests.slice(guests.indexOf(guest) + 1).find((one) => there.includes(one)) ?? 'gateway';
}

/** The parts that make spans under their own name. */
export const spanSources = parts
  .filter((part) => part.instrumentedBy !== undefined)
  .map((part) => part.name) as readonly SpanSource[];

/** The trace stores. */
export const storeNames = namesOf('traces') as readonly StoreName[];

/** A part that is a Go program: how much heap it may have before it collects garbage harder is a setting. */
type GoPart = Extract<Row, { engine: unknown }>['name'];
export type MemoryLimitName = `${Uppercase<GoPart>}_GOMEMLIMIT`;

/** Names of these settings in `.env`. */
export const memoryLimitNames = parts
  .filter((part) => part.engine)
  .map((part) => `${part.name.toUpperCase()}_GOMEMLIMIT`) as readonly MemoryLimitName[];

/** The variables in `.env` that state a port. */
export const portNames: readonly PortName[] = parts.flatMap((part) => part.ports.map(({ variable }) => variable));

/** The ports that a part opens as a native process. */
export function portsOf(name: PartName, stack: Stack): Part['ports'] {
  return partNamed(name).ports.filter((port) => (port.stacks ?? [stack]).includes(stack));
}

function namesOf(kind: PartEntry['kind']): readonly PartName[] {
  return parts.filter((part) => part.kind === kind).map((part) => part.name);
}
