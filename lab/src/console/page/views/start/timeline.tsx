import { describeEvent } from '../../../../parts/lab-event.ts';
import { clock } from '../../shell/format.ts';
import { useEvents } from '../../shell/use-events.tsx';

/** The events of the tool, the newest first; nothing before the first event. */
export function Timeline() {
  const events = useEvents();
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
