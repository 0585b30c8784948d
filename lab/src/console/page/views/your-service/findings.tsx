import type { Finding } from '../../../../watch/watch-state.ts';

/** Mistakes in how a service sends, each with what shows it and the line to change. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  return (
    <div aria-live="polite">
      {findings.map(({ mistake, evidence, fix }) => (
        <div key={mistake} className="problem" data-mistake={mistake}>
          <strong>{mistake}</strong>
          <p>{evidence}</p>
          <code>{fix}</code>
        </div>
      ))}
    </div>
  );
}
