import type { Panel, Placed, Row } from './model.ts';

/** A panel with its fixed number in the dashboard, width in columns of 24, height in units of 38 px. */
export type Slot = [id: number, panel: Panel, w: number, h: number];

/** Slots on top of each other, as wide as the first. */
export type Stacked = readonly Slot[];

/** Places panels from left to right, and starts a new line if one does not fit. The first row has no header. */
export function layOut(rows: readonly { id: number; title: string; slots: readonly (Slot | Stacked)[] }[]): Row[] {
  let y = 0;
  return rows.map(({ id, title, slots }, index) => {
    const top = y;
    if (index > 0) y += 1;
    let x = 0;
    let lineHeight = 0;
    const panels: Placed[] = slots.flatMap((slot) => {
      const stacked = isOne(slot) ? [slot] : slot;
      const width = stacked[0]![2];
      if (x + width > 24) {
        y += lineHeight;
        x = 0;
        lineHeight = 0;
      }
      let height = 0;
      const placed = stacked.map(([number, panel, w, h]) => {
        const at = { id: number, panel, x, y: y + height, w, h };
        height += h;
        return at;
      });
      x += width;
      lineHeight = Math.max(lineHeight, height);
      return placed;
    });
    y += lineHeight;
    return { id, title, y: top, panels };
  });
}

function isOne(slot: Slot | Stacked): slot is Slot {
  return typeof slot[0] === 'number';
}
