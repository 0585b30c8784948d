import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import type { InlineConfig } from 'vite';
import { checkout } from '../../../base/paths.ts';

/** How the page is built into a folder. */
export function pageConfig(outDir: string): InlineConfig {
  return {
    root: join(checkout, 'lab/src/console/page'),
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
    build: {
      outDir,
      emptyOutDir: true,
      modulePreload: { polyfill: false }, // an inline script, which the security policy refuses
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 800,
      reportCompressedSize: false,
    },
  };
}
