import type { WatchHop } from '../../../../watch/watch-state.ts';
import { Link } from '../../shell/router.tsx';

const marks = { waiting: '…', passed: '✓', failed: '✗' } as const;
const titles: Record<WatchHop['name'], string> = {
  receiver: 'Receiver',
  spans: 'Spans stored',
  counted: 'Counted',
  dashboards: 'On dashboards',
};

/** The hops of a service, each with what was found and, while it waits, what to do. */
export function Hops({ hops }: { hops: readonly WatchHop[] }) {
  return (
    <ol className="watch-hops">
      {hops.map(({ name, state, found, next }) => (
        <li key={name} className={state} data-hop={name} data-state={state}>
          <span className="mark" aria-hidden="true">
            {marks[state]}
          </span>
          <strong>
            {titles[name]} <span className="only-read">{state}</span>
          </strong>
          <span className="watch-found">
            <Found text={found} />
            {next && state !== 'passed' && <code className="watch-next">{next}</code>}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** A trace id in what was found leads to the trace. */
function Found({ text }: { text: string }) {
  const [, before = '', id, after = ''] = /^(.*trace )([0-9a-f]{32})(.*)$/s.exec(text) ?? [];
  if (!id) return <>{text}</>;
  return (
    <>
      {before}
      <Link to={`/traces/${id}`}>{id}</Link>
      {after}
    </>
  );
}
