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
