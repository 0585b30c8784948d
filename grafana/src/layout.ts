import type { Panel, Placed, Row } from './model.ts';

/** A panel with its fixed number in the dashboard, width in columns of 24, height in units of 38 px. */
export type Slot = [id: number, panel: Panel, w: number, h: number];

/** Places panels from left to right, and starts a new line if one does not fit. The first row has no header. */
export function layOut(rows: readonly { id: number; title: string; slots: readonly Slot[] }[]): Row[] {
  let y = 0;
  return rows.map(({ id, title, slots }, index) => {
    const top = y;
    if (index > 0) y += 1;
    let x = 0;
    let lineHeight = 0;
    const panels: Placed[] = slots.map(([number, panel, w, h]) => {
      if (x + w > 24) {
        y += lineHeight;
        x = 0;
        lineHeight = 0;
      }
      const placed = { id: number, panel, x, y, w, h };
      x += w;
      lineHeight = Math.max(lineHeight, h);
      return placed;
    });
    y += lineHeight;
    return { id, title, y: top, panels };
  });
}
