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
        // what loads plugins of strangers, and a router of theirs: ours are imported, and the page has its own router
        {
          find: /^(\.\/PluginRuntime|react-router-dom)$/,
          replacement: join(root, 'perses/no-plugins-from-elsewhere.ts'),
        },
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
