/** One line of a tooltip: a name with the colour that it has in the chart, and its value. */
export type TooltipRow = { colour: string; name: string; value: string };

/** More rows than this would hide the chart. */
const MOST = 12;

/**
 * A tooltip's content, as elements: names of services and routes are always inserted as text, and the page's security
 * policy refuses styles in HTML.
 */
export function tooltip(head: string, rows: readonly TooltipRow[], foot?: string): HTMLElement {
  const more = rows.length - MOST;
  return element('div', {}, [
    element('div', { className: 'tooltip-head' }, [head]),
    ...rows.slice(0, MOST).map(({ colour, name, value }) => {
      const mark = element('span', { className: 'tooltip-mark' });
      mark.style.background = colour;
      return element('div', { className: 'tooltip-row' }, [mark, name, element('strong', {}, [value])]);
    }),
    ...(more > 0 ? [element('div', { className: 'muted' }, [`and ${more} more`])] : []),
    ...(foot ? [element('div', { className: 'muted' }, [foot])] : []),
  ]);
}

function element(tag: string, properties: { className?: string }, content: (string | Node)[] = []): HTMLElement {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...content);
  return made;
}
