import type {
  DataTransformerConfig,
  DynamicConfigValue,
  MatcherConfig,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Panel } from '../model.ts';
import { colours } from '../palette.ts';

/**
 * Grafana's node graph takes its numbers from fields with fixed names, and compares the names themselves: a rename by
 * `organize`, which changes only what is displayed, has no effect (grafana/grafana#54844). A calculation makes a field with
 * a name. By refId: the field, what its number is called, and its unit as text, which is appended unchanged.
 */
const fields: Readonly<Record<string, { field: string; name: string; unit: string }>> = {
  nodes: { field: 'mainstat', name: 'Requests', unit: 'req/s' },
  nodeTime: { field: 'secondarystat', name: 'Average time', unit: 'ms' },
  nodeFailed: { field: 'arc__failed', name: 'Failed', unit: '' },
  edges: { field: 'mainstat', name: 'Requests', unit: 'req/s' },
  edgeTime: { field: 'secondarystat', name: 'Average time', unit: 'ms' },
};

/** The rings of a node: shares of its requests. */
export const arcs = [
  { field: 'arc__success', name: 'Answered', color: colours.blue },
  { field: 'arc__failed', name: 'Failed', color: colours.vermillion },
] as const;

/** Units of the numbers in nodes and on edges. */
export const statUnits = { main: fields['nodes']!.unit, secondary: fields['nodeTime']!.unit } as const;

/** Joins the queries of the nodes, and those of the edges, into one frame each, with the fields that Grafana looks for. */
export function nodegraphTransformations(panel: Panel): DataTransformerConfig[] {
  const refIds = (of: string) => panel.queries.map((q) => q.refId).filter((refId) => refId.startsWith(of));
  const merge = (of: string): DataTransformerConfig => ({
    id: 'merge',
    filter: { id: 'byRefId', options: `/^(?:${refIds(of).join('|')})$/` },
    options: {},
  });
  return [
    merge('node'),
    merge('edge'),
    ...panel.queries.map(({ refId }) => calculated(fields[refId]!.field, `Value #${refId}`, '*', '1')),
    calculated('arc__success', '1', '-', 'arc__failed'),
  ];
}

/** A field of `left` and `right`: each the name of a field, or a number. `timeSeries` would join all frames by time. */
const calculated = (alias: string, left: string, operator: string, right: string): DataTransformerConfig => ({
  id: 'calculateField',
  options: { mode: 'binary', alias, binary: { left, operator, right }, replaceFields: false, timeSeries: false },
});

/** Links of a node, the names in the legend, and a digit less. */
export function nodegraphOverrides(panel: Panel): { matcher: MatcherConfig; properties: DynamicConfigValue[] }[] {
  const named = [...Object.values(fields), ...arcs].map(({ field, name }): [string, DynamicConfigValue[]] => [
    field,
    [
      { id: 'displayName', value: name },
      { id: 'decimals', value: 1 },
    ],
  ]);
  return [...new Map([...named, ['id', [{ id: 'links', value: panel.links ?? [] }]] as const])].map(
    ([options, properties]) => ({ matcher: { id: 'byName', options }, properties: [...properties] }),
  );
}
