import type { Failure } from '../../../../base/lab-error.ts';
import type { NodeName } from '../../../flow.ts';
import type { NodeHealth } from '../../../health.ts';

/** Every failing part, with expectation, finding, cause and next command. Empty if all parts work. */
export function Problems({ nodes, titles }: { nodes: readonly NodeHealth[]; titles: Map<NodeName, string> }) {
  const failing = nodes.filter((node) => node.failure);
  return (
    <div aria-live="polite">
      {failing.map((node) => (
        <section
          key={node.name}
          className="problem"
          aria-label={`Problem: ${titles.get(node.name)}`}
          data-problem={node.name}
        >
          <FailureText failure={node.failure!} />
        </section>
      ))}
    </div>
  );
}

/** What senders gave that could not be kept, a sentence for each reason. Nothing if all was kept. */
export function LeftOut({ sentences }: { sentences: readonly string[] }) {
  if (sentences.length === 0) return null;
  return (
    <section className="left-out" aria-label="Left out" data-left-out>
      <h2>Left out in the last 15 minutes</h2>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}

/** A failure for people to read. */
export function FailureText({ failure }: { failure: Failure }) {
  const lines = [
    ['expected', failure.expected],
    ['found', failure.found],
    ['cause', failure.cause],
  ];
  return (
    <div className="failure">
      <strong>{failure.what}</strong>
      <dl>
        {lines.map(
          ([name, text]) =>
            text && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{text}</dd>
              </div>
            ),
        )}
        {failure.next && (
          <div>
            <dt>next</dt>
            <dd>
              <code>{failure.next}</code>
            </dd>
          </div>
        )}
      </dl>
    </div>
  );
}
