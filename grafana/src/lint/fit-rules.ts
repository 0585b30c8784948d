import type { Panel, Placed, Query, Stack } from '../model.ts';
import { hasDotsOnly } from '../promql.ts';
import { queriesFor } from '../resolve.ts';
import { barHeight } from '../render/bars.ts';
import { numberColumn } from '../render/fields.ts';
import { namesShown } from './names-shown.ts';
import { inner, large, type Screen, screens, small, textWidth, titleRoom } from './screen.ts';

/** Sizes in Grafana 12.4's @grafana/ui, in pixels. */
const legendRow = 24;
const legendMark = 14 + 8 + 10; // VizLegendListItem: a line, its margin, the padding of the next one
const legendTable = { mark: 14 + 8 + 2 * 8, column: 72, mostWidth: 0.6, leastGraph: 200 } as const;
const listPart = 0.35; // VizLayout: what a legend below may take
const barGap = 10;
const bar = { name: 0.4, margin: 15 } as const; // BarGauge: the part that names beside bars may take
const row = 36;
const header = 34; // TableNG
const cell = 2 * 6;

/** Names that have to be readable in a legend that begins with those to look at. */
const firstOfLong = 5;

/** What of a panel does not fit at the place that it has, on any of the screens; the names are those of the lab's own services. */
export function lintFit(placed: Placed, stacks: readonly Stack[]): string[] {
  return screens.flatMap((screen) =>
    [titleFits(placed, screen), ...stacks.map((stack) => contentFits(placed, stack, screen))].flatMap((broken) =>
      broken === undefined ? [] : [`${broken}, at ${screen.width} px`],
    ),
  );
}

function titleFits(placed: Placed, screen: Screen): string | undefined {
  return compare('title is cut', textWidth(placed.panel.title, large), titleRoom(placed, screen));
}

function contentFits(placed: Placed, stack: Stack, screen: Screen): string | undefined {
  const queries = queriesFor(placed.panel, stack);
  const room = inner(placed, screen);
  if (placed.panel.kind === 'timeseries') return legendFits(placed.panel, queries, room);
  if (placed.panel.kind === 'bargauge') return barsFit(placed.panel, queries, room);
  if (placed.panel.kind === 'table') return rowsFit(placed.panel, queries, room);
  return undefined;
}

type Room = { width: number; height: number };

function legendFits({ legend }: Panel, queries: readonly Query[], room: Room): string | undefined {
  const names = namesOf(queries);
  if (legend?.as === 'table') {
    const shown = legend.long ? names.slice(0, firstOfLong) : names;
    const wide = legendTable.mark + longest(names) + legend.columns.length * legendTable.column;
    return (
      compare('legend has more rows than fit', (shown.length + 1) * legendRow, room.height) ??
      compare('names in the legend are cut', wide, room.width * legendTable.mostWidth) ??
      compare('graph beside the legend is too narrow', legendTable.leastGraph, room.width - wide)
    );
  }
  return compare('legend has more rows than fit', rowsOf(names, room.width) * legendRow, room.height * listPart);
}

/** Rows that names take side by side. */
function rowsOf(names: readonly string[], width: number): number {
  let [rows, used] = [1, 0];
  for (const name of names) {
    const own = legendMark + textWidth(name, small);
    if (used + own > width) [rows, used] = [rows + 1, 0];
    used += own;
  }
  return rows;
}

function barsFit({ namesAbove }: Panel, queries: readonly Query[], room: Room): string | undefined {
  const names = namesOf(queries);
  const { least } = barHeight[namesAbove ? 'above' : 'beside'];
  return (
    compare('bars do not fit', names.length * (least + barGap) - barGap, room.height) ??
    compare('names of bars are cut', longest(names) + bar.margin, room.width * (namesAbove ? 1 : bar.name))
  );
}

function rowsFit({ table }: Panel, queries: readonly Query[], room: Room): string | undefined {
  if (!table) return undefined; // traces: the list may be long
  const [label] = Object.keys(table.labels);
  const names = namesShown({ ...queries[0]!, legend: `{{${label}}}` });
  return (
    compare('rows do not fit', header + names.length * row, room.height) ??
    compare(
      'names of rows are cut',
      Math.max(...names.map((name) => textWidth(name, large))) + cell + queries.length * numberColumn,
      room.width,
    ) ??
    compare(
      'titles of columns are cut',
      Math.max(...queries.map((q) => textWidth(q.legend, large))) + cell,
      numberColumn,
    )
  );
}

function namesOf(queries: readonly Query[]): string[] {
  return [...new Set(queries.filter((query) => !hasDotsOnly(query)).flatMap(namesShown))];
}

function longest(names: readonly string[]): number {
  return Math.max(0, ...names.map((name) => textWidth(name, small)));
}

function compare(what: string, needed: number, room: number): string | undefined {
  return needed <= room ? undefined : `${what}: ${Math.ceil(needed)} of ${Math.floor(room)} px`;
}
