import type { LabInfo } from '../../../flow.ts';
import { type LineCount, severities, type ShownLines } from '../../../shown-line.ts';
import { Choice } from '../../panels/time-controls.tsx';
import { ask } from '../../shell/ask.ts';
import { counted } from '../../shell/format.ts';
import { Link, setQuery, usePlace } from '../../shell/router.tsx';
import { Empty, Failed, Loading } from '../../shell/states.tsx';
import { useAsked } from '../../shell/use-asked.ts';
import { LogLines } from './log-lines.tsx';

const ranges = { '5m': 300, '15m': 900, '1h': 3_600, '6h': 21_600, '24h': 86_400 } as const;

/** Search for log lines by text, severity and service. */
export default function LogsView({ lab }: { lab: LabInfo }) {
  return (
    <>
      <h1>Logs</h1>
      {lab.logs ? (
        <Search store={lab.logs} />
      ) : (
        <Empty title="This lab keeps no log lines">
          <code>npm start -- --with logs</code> adds a store for them, also to a lab that is up.
        </Empty>
      )}
    </>
  );
}

function Search({ store }: { store: string }) {
  const { query } = usePlace();
  const text = query.get('text') ?? '';
  const service = query.get('service') ?? '';
  const severity = query.get('severity') ?? '';
  const from = (query.get('from') ?? '1h') as keyof typeof ranges;
  const limit = query.get('limit') ?? '100';
  const again = query.get('again') ?? '';
  const search = new URLSearchParams({
    ...(text && { text }),
    ...(service && { service }),
    ...(severity && { severity }),
    limit,
  });
  const within = () => {
    const end = Math.ceil(Date.now() / 1000) + 1; // clocks of senders may be a little ahead
    return `start=${end - (ranges[from] ?? 3_600)}&end=${end}`;
  };
  const found = useAsked(
    `${search} ${from} ${again}`,
    (signal) => ask<ShownLines>(`/api/logs/search?${search}&${within()}`, { signal }),
    `${search} ${from}`,
  );
  const counts = useAsked(`counts ${from} ${again}`, (signal) =>
    ask<LineCount[]>(`/api/logs/counts?${within()}`, { signal }),
  );
  const services = [...new Set([...(service ? [service] : []), ...(counts.data ?? []).map((one) => one.service)])];
  const lines = found.data?.lines ?? [];
  return (
    <>
      <div className="controls" role="search">
        <TextSearch key={text} text={text} />
        <Choice
          name="Severity"
          param="severity"
          value={severity}
          options={[['', 'any'], ...severities.map((one) => [one, `${one} and above`] as const)]}
        />
        <Choice
          name="Service"
          param="service"
          value={service}
          options={[
            ['', 'any'],
            ...services
              .filter(Boolean)
              .sort()
              .map((one) => [one, one] as const),
          ]}
        />
        <Choice
          name="Range"
          param="from"
          value={from}
          options={Object.keys(ranges).map((r) => [r, `last ${r}`] as const)}
        />
        <Choice
          name="At most"
          param="limit"
          value={limit}
          options={['100', '200', '500'].map((n) => [n, `${n} lines`] as const)}
        />
      </div>
      {counts.data && <p className="muted">{inWords(counts.data, from)}</p>}
      {found.error && <Failed error={found.error} />}
      {!found.data && !found.error && <Loading what={`Searching ${store}`} />}
      {found.data && lines.length === 0 && !found.loading && (
        <Empty title="No such line">
          Send a request from <Link to="/start">Start</Link>, choose a longer range, or remove conditions. New lines
          take a second or two.
        </Empty>
      )}
      {lines.length > 0 && (
        <LogLines
          lines={lines}
          caption={`${found.data!.more ? `The newest ${counted(lines.length, 'line')}; there are more` : counted(lines.length, 'line')}, newest first`}
        />
      )}
    </>
  );
}

function TextSearch({ text }: { text: string }) {
  return (
    <form
      className="controls text-search"
      onSubmit={(event) => {
        event.preventDefault();
        const wanted = String(new FormData(event.currentTarget).get('text')).trim();
        setQuery({ text: wanted, again: String(Date.now()) });
      }}
    >
      <label className="choice">
        Text
        <input name="text" type="search" defaultValue={text} maxLength={200} autoComplete="off" spellCheck={false} />
      </label>
      <button type="submit" className="primary">
        Search
      </button>
    </form>
  );
}

/** How many lines there are, and how many of them are errors, of which service. */
function inWords(counts: readonly LineCount[], range: string): string {
  const total = (of: readonly LineCount[]) => of.reduce((sum, { lines }) => sum + lines, 0);
  const failed = counts.filter(({ severity }) => severity === 'error' || severity === 'fatal');
  const by = Map.groupBy(failed, ({ service }) => service || '(no service)');
  const errors = [...by].map(([service, of]) => `${service} ${total(of).toLocaleString('en')}`).join(', ');
  return `${counted(total(counts), 'line')} in the last ${range}; errors: ${errors || 'none'}.`;
}
