import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { chromiumPath } from './chromium.ts';

/** A test that needs a browser; without one it is skipped with a warning. */
export const browserTest = chromiumPath ? test : test.skip;
if (!chromiumPath)
  console.warn('SKIPPED: tests of the page need Chromium (apt-get install chromium, or CHROMIUM_PATH)');

let browser: Promise<Browser> | undefined; // one per test file; each page has its own context
afterAll(async () => (await browser)?.close());

/** A page with a new profile that records complaints: errors, and requests to other hosts. */
export type WatchedPage = AsyncDisposable & { page: Page; context: BrowserContext; complaints: string[] };

export async function openPage(
  base: string,
  options: { dark?: boolean; width?: number; height?: number } = {},
): Promise<WatchedPage> {
  browser ??= chromium.launch({ executablePath: chromiumPath!, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  const context = await (
    await browser
  ).newContext({
    baseURL: base,
    viewport: { width: options.width ?? 1280, height: options.height ?? 900 },
    colorScheme: options.dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  // ERR_NETWORK_CHANGED: another process of this machine (Docker) made or removed a network, and Chromium dropped its requests
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('ERR_NETWORK_CHANGED')) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on(
    'request',
    (request) =>
      new URL(request.url()).origin !== base &&
      !request.url().startsWith('data:') &&
      complaints.push(`asked another host: ${request.url()}`),
  );
  return { page, context, complaints, [Symbol.asyncDispose]: () => context.close() };
}

/** Waits until the view is shown and has loaded everything. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main h1').waitFor();
  await expect.poll(() => page.locator('main .spinner').count(), { timeout: 20_000 }).toBe(0);
}

/** How far the whole page scrolls sideways, px. */
export function sidewaysOf(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}
