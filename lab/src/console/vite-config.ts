import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import type { InlineConfig } from 'vite';

const root = join(import.meta.dirname, 'page');

/** How the page is built into a folder. */
export function pageConfig(outDir: string): InlineConfig {
  return {
    root,
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
    define: { global: 'globalThis', 'process.env.NODE_ENV': '"production"' },
    resolve: {
      alias: [
        // Perses loads plugins of strangers through it; ours are imported. It would bring a bundler's runtime.
        { find: '@module-federation/enhanced/runtime', replacement: join(root, 'perses/no-module-federation.ts') },
        { find: /^@fontsource\/lato\/\d+\.css$/, replacement: join(root, 'perses/no-fonts.css') }, // the system's font is used
      ],
    },
    build: {
      outDir,
      emptyOutDir: true,
      modulePreload: { polyfill: false }, // an inline script, which the security policy refuses
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 4_000,
      reportCompressedSize: false,
      rolldownOptions: {
        treeshake: {
          // none of these does anything when it is only imported, but not all of their packages say so
          moduleSideEffects: (id) =>
            !/node_modules\/(@perses-dev|mathjs|mdi-material-ui|notistack|goober|@atlaskit|@uiw|@codemirror)\//.test(
              id,
            ) && !/\/grafana\/src\//.test(id),
        },
      },
    },
  };
}
