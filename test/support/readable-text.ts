import type { Page } from 'playwright-core';

/**
 * The shown texts of a page that a person cannot read, each with what is wrong: cut by a box without having its full
 * text in a title, or broken inside a word that fits its line. An attribute's name may break only after a dot or an underscore.
 */
export function unreadableTexts(page: Page): Promise<string[]> {
  return page.evaluate(`(${inPage})()`);
}

const inPage = /* js */ `() => {
  const found = new Set();
  // what belongs together, and the two characters between which it may break all the same
  const prose = [/\\S+/gu, /[^\\p{L}\\p{N}]/u];
  const attributes = [/[^._\\s]*[._]|[^._\\s]+/gu, /^$/];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility() || element.closest('.only-read, .skip, select, noscript')) continue;
    if (isCut(node) && !isInTitle(node)) found.add('cut: ' + element.closest('td, li, p, dt, dd, h1, h2, div').textContent);
    const [words, mayBreakAt] = element.closest('.attributes dt') ? attributes : prose;
    for (const word of node.data.matchAll(words)) if (isBroken(node, word, mayBreakAt)) found.add('broken: ' + word[0]);
  }
  return [...found];

  function isCut(node) {
    for (let box = node.parentElement; box; box = box.parentElement) {
      const { overflowX } = getComputedStyle(box);
      if (overflowX === 'auto' || overflowX === 'scroll') return false; // a person can scroll there
      if (overflowX === 'visible') continue;
      const { left, right, top, bottom } = box.getBoundingClientRect();
      const outside = (rect) => rect.right > right + 1 || rect.left < left - 1 || rect.bottom > bottom + 4 || rect.top < top - 4;
      if (rectsOf(node, 0, node.length).some(outside)) return true;
    }
    return false;
  }

  function isInTitle(node) {
    return node.parentElement.closest('[title]')?.title.includes(node.data.trim());
  }

  function isBroken(node, word, mayBreakAt) {
    const ends = word.index + word[0].length;
    const lines = rectsOf(node, word.index, ends);
    if (lines.every((line) => line.top === lines[0].top)) return false;
    let block = node.parentElement;
    while (getComputedStyle(block).display === 'inline') block = block.parentElement;
    const { paddingLeft, paddingRight } = getComputedStyle(block);
    const room = block.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
    if (lines.reduce((sum, { width }) => sum + width, 0) > room) return false; // nothing else fits
    for (let i = word.index + 1; i < ends; i++) {
      const [before, after] = [rectsOf(node, i - 1, i)[0], rectsOf(node, i, i + 1)[0]];
      if (before && after && after.top > before.bottom - 2 && !mayBreakAt.test(node.data.slice(i - 1, i + 1))) return true;
    }
    return false;
  }

  function rectsOf(node, from, to) {
    const range = document.createRange();
    range.setStart(node, from);
    range.setEnd(node, to);
    return [...range.getClientRects()];
  }
}`;
