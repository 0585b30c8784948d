import type { Placed } from '../model.ts';

/**
 * What Grafana 12.4 leaves of a browser's page with its menu open, in pixels, from its sources: the docked menu
 * (`MENU_WIDTH`), the padding of the page, a scroll bar; above the panels its bar (`TOP_BAR_LEVEL_HEIGHT`) and two rows of
 * controls: variables and time, links. The grid: @grafana/scenes, components/layout/grid/constants.ts.
 */
const around = { menu: 300, padding: 2 * 16, scrollBar: 15, topBar: 40, controls: 16 + 2 * 40 } as const;
const grid = { columns: 24, cell: 30, gap: 8 } as const;

/** The narrowest screens in wide use, and what most people have. */
export const screens = [
  { width: 1366, height: 768 },
  { width: 1600, height: 900 },
] as const;

export type Screen = (typeof screens)[number];

/** Units of height of the first screen. */
export function unitsOf({ height }: Screen): number {
  return Math.floor((height - around.topBar - around.controls) / (grid.cell + grid.gap));
}

/** Pixels of the page between menu and scroll bar: the width of a row of links or of panels. */
export function pageWidth({ width }: Screen): number {
  return width - around.menu - around.padding - around.scrollBar;
}

/** Pixels of a panel, with its border. */
export function outer({ w, h }: Pick<Placed, 'w' | 'h'>, screen: Screen): { width: number; height: number } {
  const page = pageWidth(screen);
  const column = (page - (grid.columns - 1) * grid.gap) / grid.columns;
  return { width: w * column + (w - 1) * grid.gap, height: h * grid.cell + (h - 1) * grid.gap };
}

/** Pixels that a panel has for its content: PanelChrome's header of 32, padding of 8 and border of 1 on each side. */
export function inner(placed: Pick<Placed, 'w' | 'h'>, screen: Screen): { width: number; height: number } {
  const { width, height } = outer(placed, screen);
  return { width: width - 18, height: height - 32 - 18 };
}

/** Pixels for a panel's title: PanelChrome has borders, padding, an "i" and a menu button of 32 each, with gaps of 8. */
export function titleRoom({ panel, ...placed }: Placed, screen: Screen): number {
  const override = panel.timeFrom ? 8 + 16 + 12 + 8 + textWidth(lastTimes[panel.timeFrom] ?? panel.timeFrom, small) : 0;
  return outer(placed, screen).width - 2 - 12 - 2 * (8 + 32) - override;
}

/** What Grafana writes beside the title of a panel with a range of its own. */
const lastTimes: Readonly<Record<string, string>> = { '24h': 'Last 24 hours' };

/** Sizes of Grafana's text: of titles, and of legends, names of bars and notes. */
export const large = 14;
export const small = 12;

/**
 * Pixels of a text in Grafana's font, Inter: 0.55 em for each character. Its own widths give 0.51 for the titles and 0.52 for
 * the names of the lab on average; only short words with capitals, such as CPU, are wider.
 */
export function textWidth(text: string, size: number): number {
  return Math.ceil([...text].length * size * 0.55);
}
