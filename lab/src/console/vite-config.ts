import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import type { InlineConfig } from 'vite';

/** How the page is built into a folder. */
export function pageConfig(outDir: string): InlineConfig {
  return {
    root: join(import.meta.dirname, 'page'),
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
