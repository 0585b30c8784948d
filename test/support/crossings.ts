import type { Page } from 'playwright-core';

/** The lines of the picture, and the boxes that one runs through which neither begins nor ends there. */
export function crossings(page: Page): Promise<{ lines: number; onBoxes: string[] }> {
  return page.evaluate(`(() => {
    const boxes = [...document.querySelectorAll('[data-node]')].map((box) => [box.dataset.node, box.getBoundingClientRect()]);
    const picture = document.querySelector('.edges').getBoundingClientRect();
    const boxAt = ({ x, y }) => {
      const [left, top] = [picture.left + (x / 100) * picture.width, picture.top + (y / 100) * picture.height];
      return boxes.find(([, box]) => left > box.left + 2 && left < box.right - 2 && top > box.top + 2 && top < box.bottom - 2)?.[0];
    };
    const lines = [...document.querySelectorAll('.edge')];
    const crossed = lines.flatMap((line) => {
      const passed = Array.from({ length: 201 }, (_, i) => boxAt(line.getPointAtLength((line.getTotalLength() * i) / 200)));
      return passed.filter((name) => name && name !== passed[0] && name !== passed[200]);
    });
    return { lines: lines.length, onBoxes: [...new Set(crossed)] };
  })()`);
}
