import { useMemo } from 'react';
import { useMode } from '../shell/theme.ts';

const fontFamily = 'system-ui, sans-serif';

/** The style sheet's colours, which a canvas cannot read by itself. */
export type Ink = { text: string; muted: string; line: string; card: string };

/** The current colours; they change between the light and the dark theme. */
export function useInk(): Ink {
  const [mode] = useMode();
  return useMemo(() => {
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    return { text: colour('--ink'), muted: colour('--muted'), line: colour('--line'), card: colour('--card') };
  }, [mode]);
}

/** What every chart has in common. */
export const frame = {
  animation: false,
  textStyle: { fontFamily },
  grid: { left: 56, right: 14, top: 12, bottom: 26 },
};

/** The shown range from left to right, in seconds since the epoch. */
export function timeAxis({ start, end }: { start: number; end: number }, ink: Ink) {
  return {
    type: 'time',
    min: start * 1000,
    max: end * 1000,
    axisLabel: { color: ink.muted, hideOverlap: true },
    axisLine: { lineStyle: { color: ink.line } },
    axisTick: { lineStyle: { color: ink.line } },
  } as const;
}

/** Values from bottom to top; `text` writes one beside the axis. */
export function valueAxis(text: (value: number) => string, ink: Ink) {
  return {
    axisLabel: { color: ink.muted, formatter: text },
    splitLine: { lineStyle: { color: ink.line } },
  } as const;
}

/** A tooltip in the page's colours. */
export function tooltipBox(ink: Ink) {
  return {
    className: 'tooltip',
    transitionDuration: 0,
    backgroundColor: ink.card,
    borderColor: ink.line,
    padding: [6, 10],
    textStyle: { color: ink.text, fontSize: 13, fontFamily },
  };
}
