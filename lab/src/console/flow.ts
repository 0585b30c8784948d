import { type RuntimeName, type PartName, partTitles, type Stack } from '../parts/parts.ts';

/** A box of the picture: a part of the lab, or the load in front of it. */
export type NodeName = PartName | 'load';

/** Place in the picture: columns follow the data, lines lie below each other. */
export type FlowNode = { name: NodeName; title: string; does: string; column: number; line: number };

/** Data that goes from one box to another, and what it is. */
export type FlowEdge = { from: NodeName; to: NodeName; carries: string };

const does: Record<NodeName, string> = {
  load: 'sends requests',
  gateway: 'takes requests from outside',
  orders: 'keeps purchases',
  stock: 'reserves goods',
  collector: 'takes spans, counts them, passes them on',
  prometheus: 'scrapes and keeps metrics',
  tempo: 'keeps traces',
  cassandra: 'keeps Jaeger’s traces',
  jaeger: 'keeps and shows traces',
  grafana: 'shows it all',
  console: 'this page',
};

const places: Record<NodeName, [column: number, line: number]> = {
  load: [0, 1],
  gateway: [1, 0],
  orders: [1, 1],
  stock: [1, 2],
  collector: [2, 1],
  prometheus: [3, 0],
  tempo: [3, 1],
  jaeger: [3, 2],
  cassandra: [4, 2],
  grafana: [4, 0],
  console: [4, 1],
};

const edges: readonly FlowEdge[] = [
  { from: 'load', to: 'gateway', carries: 'requests' },
  { from: 'gateway', to: 'orders', carries: 'requests' },
  { from: 'orders', to: 'stock', carries: 'requests' },
  { from: 'gateway', to: 'collector', carries: 'spans' },
  { from: 'orders', to: 'collector', carries: 'spans' },
  { from: 'stock', to: 'collector', carries: 'spans' },
  { from: 'collector', to: 'prometheus', carries: 'RED metrics' },
  { from: 'collector', to: 'tempo', carries: 'traces' },
  { from: 'collector', to: 'jaeger', carries: 'traces' },
  { from: 'jaeger', to: 'cassandra', carries: 'traces' },
  { from: 'prometheus', to: 'grafana', carries: 'metrics' },
  { from: 'tempo', to: 'grafana', carries: 'traces' },
  { from: 'jaeger', to: 'grafana', carries: 'traces' },
  { from: 'prometheus', to: 'console', carries: 'metrics' },
  { from: 'tempo', to: 'console', carries: 'traces' },
  { from: 'jaeger', to: 'console', carries: 'traces' },
];

/** The picture of a lab with these parts: load, then its parts in the order of the data. */
export function flowOf(parts: readonly PartName[]): { nodes: FlowNode[]; edges: FlowEdge[] } {
  const names: NodeName[] = ['load', ...parts.filter((part) => part !== 'console'), 'console'];
  return {
    nodes: names.map((name) => {
      const [column, line] = places[name];
      return { name, title: name === 'load' ? 'Load (k6)' : partTitles[name], does: does[name], column, line };
    }),
    edges: edges.filter((edge) => names.includes(edge.from) && names.includes(edge.to)),
  };
}

/** What the page needs to know about the lab before anything is measured. */
export type LabInfo = {
  stack: Stack;
  runtime: RuntimeName;
  nodes: FlowNode[];
  edges: FlowEdge[];
  /** Addresses for a person's browser. */
  links: Partial<Record<PartName, string>>;
  stores: ('Tempo' | 'Jaeger')[];
  /** Whether the page may start the load itself; otherwise the command to copy. */
  load: { startable: boolean; command: string };
};
