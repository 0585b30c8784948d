import { annotations } from '../annotations.ts';
import { layOut, type Slot, type Stacked } from '../layout.ts';
import { everyStack, type Dashboard } from '../model.ts';

type Row = [id: number, title: string, ...slots: (Slot | Stacked)[]];

/** Defaults: every stack, every annotation, the last 15 min, refreshed every 30 s. */
type Given = Omit<Dashboard, 'rows' | 'stacks' | 'annotations' | 'from' | 'refresh'> &
  Partial<Pick<Dashboard, 'stacks' | 'refresh'>> & { rows: readonly Row[] };

/** A dashboard: rows from top to bottom, slots from left to right. Ids are its panels' numbers and never change. */
export function dashboard({ rows, ...given }: Given): Dashboard {
  return {
    stacks: everyStack,
    annotations,
    from: 'now-15m',
    refresh: '30s',
    ...given,
    rows: layOut(rows.map(([id, title, ...slots]) => ({ id, title, slots }))),
  };
}
