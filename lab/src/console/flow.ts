import type { OwnReceiver } from '../watch/own-receiver.ts';
import type { LogStore } from '../backends/log-store.ts';
import type { Capability } from '../parts/capabilities.ts';
import { parts, type StoreTitle, type PartName, type RuntimeName, type Stack } from '../parts/parts.ts';

/** A box of the picture: a part of the lab, or the load that feeds it. */
export type NodeName = PartName | 'load';

/** Place in the picture: columns follow the data, lines lie below each other. */
export type FlowNode = { name: NodeName; title: string; does: string; column: number; line: number };

/** Data that goes from one box to another, and what it is. */
export type FlowEdge = { from: NodeName; to: NodeName; carries: string };

const load: FlowNode = { name: 'load', title: 'Load (k6)', does: 'sends requests', column: 0, line: 1 };

/** The picture of a lab with these parts: load, then its parts in the order of the data. */
export function flowOf(names: readonly PartName[]): { nodes: FlowNode[]; edges: FlowEdge[] } {
  const shown = parts.filter(({ name }) => names.includes(name) || name === 'console');
  return {
    nodes: withoutEmptyLines([
      load,
      ...shown.map(({ name, title, does, place: [column, line] }) => ({ name, title, does, column, line })),
    ]),
    edges: [
      { from: 'load', to: 'gateway', carries: 'requests' },
      ...shown.flatMap(({ name, feeds }) =>
        feeds.flatMap(({ to, carries }) => {
          const target = shown.find((part) => part.name === to);
          return target ? [{ from: name, to: target.name, carries }] : [];
        }),
      ),
    ],
  };
}

/** The boxes in as few lines as they take: what a capability adds below would else be far from the rest. */
function withoutEmptyLines(nodes: readonly FlowNode[]): FlowNode[] {
  const used = [...new Set(nodes.map(({ line }) => line))].toSorted((a, b) => a - b);
  return nodes.map((node) => ({ ...node, line: used.indexOf(node.line) }));
}

/** Fixed facts about the lab that the page needs. */
export type LabInfo = {
  stack: Stack;
  runtime: RuntimeName;
  capabilities: readonly Capability[];
  nodes: FlowNode[];
  edges: FlowEdge[];
  /** Addresses for a person's browser. */
  links: Partial<Record<PartName, string>>;
  /** Where services of this machine send OTLP. */
  receiver: OwnReceiver;
  stores: StoreTitle[];
  /** The log store; absent if the lab has none. */
  logs?: LogStore['name'];
  /** Whether the page may start the load itself; otherwise the command to copy. */
  load: { startable: boolean; command: string };
};
