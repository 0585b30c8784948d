import { describeEvent, type LabEvent } from '../../../../parts/lab-event.ts';
import { ask } from '../../shell/ask.ts';
import { clock } from '../../shell/format.ts';
import { useAsked } from '../../shell/use-asked.ts';

/** What the tool did to the lab, the newest first; nothing before the first event. `at` is the time of the page's health. */
export function Timeline({ at }: { at: number }) {
  const everyOther = Math.floor(at / 2);
  const { data: events = [] } = useAsked(String(everyOther), (signal) => ask<LabEvent[]>('/api/events', { signal }));
  if (events.length === 0) return null;
  return (
    <section aria-labelledby="events">
      <h2 id="events">What was done to the lab</h2>
      <ol>
        {events.toReversed().map((event) => (
          <li key={`${event.at} ${event.part}`} data-event={event.part} data-what={event.what}>
            <time dateTime={new Date(event.at * 1000).toISOString()}>{clock(event.at)}</time> {describeEvent(event)}
          </li>
        ))}
      </ol>
    </section>
  );
}
