import { type ReactNode, useState } from 'react';

/** Elements and characters that are shown at first. */
const FIRST = { elements: 100, characters: 1_000 };

/** The first elements of a list, and a button for the others: a span may have thousands of attributes. */
export function FirstOf<T>({
  list,
  what,
  show,
}: {
  list: readonly T[];
  what: string;
  show: (element: T, index: number) => ReactNode;
}) {
  const [all, setAll] = useState(false);
  const rest = all ? 0 : list.length - FIRST.elements;
  return (
    <>
      {(rest > 0 ? list.slice(0, FIRST.elements) : list).map(show)}
      {rest > 0 && (
        <button type="button" className="link" onClick={() => setAll(true)}>
          {rest.toLocaleString('en')} more {what}
        </button>
      )}
    </>
  );
}

/** The beginning of a text, and a button for the rest: an attribute may have 100 kB. */
export function LongText({ text }: { text: string }) {
  const [all, setAll] = useState(false);
  if (all || text.length <= FIRST.characters) return <bdi>{text}</bdi>;
  return (
    <>
      <bdi>{text.slice(0, FIRST.characters)}…</bdi>{' '}
      <button type="button" className="link" onClick={() => setAll(true)}>
        all {text.length.toLocaleString('en')} characters
      </button>
    </>
  );
}
