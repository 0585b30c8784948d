import { describeEvent } from '../../../parts/lab-event.ts';
import { frame } from '../charts/axes.ts';
import { clock } from '../shell/format.ts';
import { useEvents } from '../shell/use-events.tsx';
import './event-marks.css';

/** A vertical line for each event of the tool within the range. Drawn inside a chart. */
export function EventMarks({ range }: { range: { start: number; end: number } }) {
  const { left, right, top, bottom } = frame.grid;
  return useEvents()
    .filter(({ at }) => at >= range.start && at <= range.end)
    .map((event) => {
      const part = (event.at - range.start) / (range.end - range.start);
      return (
        <span
          key={`${event.at} ${event.part}`}
          className="event-mark"
          data-mark={event.part}
          title={`${clock(event.at)} ${describeEvent(event)}`}
          style={{ left: `calc(${left}px + (100% - ${left + right}px) * ${part})`, top, bottom }}
        />
      );
    });
}
