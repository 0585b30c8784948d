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
  const [from, to] = [Math.min(...(ends ?? [])), Math.max(...(ends ?? []))];
  return {
    marked: ends && { left: `${from * 100}%`, width: `${(to - from) * 100}%` },
    handlers: {
      onPointerDown(event: PointerEvent) {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setEnds([partOf(event), partOf(event)]);
      },
      onPointerMove(event: PointerEvent) {
        if (ends) setEnds([ends[0], partOf(event)]);
      },
      onPointerUp() {
        setEnds(undefined);
        if (ends && to - from >= LEAST) onRange(from, to);
      },
      onPointerCancel: () => setEnds(undefined),
    },
  };
}

/** Where a pointer is on an element: 0 at its left edge, 1 at its right one. */
function partOf({ clientX, currentTarget }: PointerEvent): number {
  const { left, width } = currentTarget.getBoundingClientRect();
  return Math.min(1, Math.max(0, (clientX - left) / width));
}
