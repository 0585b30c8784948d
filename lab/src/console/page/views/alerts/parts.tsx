import type { ShownAlert } from '../../../alerts.ts';

/** A state of a rule or alert, in a word. */
export function State({ state, held }: { state: string; held?: ShownAlert['held'] }) {
  return (
    <>
      <span className="alert-state" data-state={state}>
        {state}
      </span>
      {held && <span className="muted"> {held}</span>}
    </>
  );
}

/** A text of an annotation: what is between backticks is code. */
export function Annotation({ text = '' }: { text?: string | undefined }) {
  return text.split('`').map((part, i) => (i % 2 === 1 ? <code key={i}>{part}</code> : part)); // the list never changes its order
}

/** Labels without the alert's own name. */
export function labelsOf(labels: Readonly<Record<string, string>>): string {
  const shown = Object.entries(labels).filter(([name]) => name !== 'alertname');
  return shown.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(' ');
}
