import { type PointerEvent, useState } from 'react';
import './drag-range.css';

/** A drag over less than this part of the width counts as a click. */
const LEAST = 0.01;

/**
 * Dragging sideways over an element marks a part of it. `onRange` gets its ends as parts of the element's width, the
 * smaller first. `marked` is where to show the mark meanwhile.
 */
export function useDragRange(onRange: (from: number, to: number) => void) {
  const [ends, setEnds] = useState<readonly [number, number]>();
  const [left, right] = inOrder(ends ?? [0, 0]);
  return {
    marked: ends && { left: `${left * 100}%`, width: `${(right - left) * 100}%` },
    handlers: {
      onPointerDown(event: PointerEvent) {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setEnds([partOf(event), partOf(event)]);
      },
      onPointerMove(event: PointerEvent) {
        if (ends) setEnds([ends[0], partOf(event)]);
      },
      onPointerUp(event: PointerEvent) {
        setEnds(undefined);
        if (!ends) return;
        const [from, to] = inOrder([ends[0], partOf(event)]); // the last move may not be drawn yet
        if (to - from >= LEAST) onRange(from, to);
      },
      onPointerCancel: () => setEnds(undefined),
    },
  };
}

function inOrder([a, b]: readonly [number, number]): readonly [number, number] {
  return a < b ? [a, b] : [b, a];
}

/** Where a pointer is on an element: 0 at its left edge, 1 at its right one. */
function partOf({ clientX, currentTarget }: PointerEvent): number {
  const { left, width } = currentTarget.getBoundingClientRect();
  return Math.min(1, Math.max(0, (clientX - left) / width));
}
