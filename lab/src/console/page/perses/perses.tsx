import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import { createTheme, ThemeProvider } from '@mui/material';
import { ChartsProvider, generateChartsTheme, getTheme, TimeZoneProvider } from '@perses-dev/components';
import { TimeRangeContext } from '@perses-dev/plugin-system/dist/runtime/TimeRangeProvider/TimeRangeProvider';
import { colours, label, sequence, series } from '@span-metrics-lab/grafana';
import { type ReactNode, useMemo } from 'react';
import { useMode } from '../shell/theme.ts';

/** Emotion's style elements carry the nonce of the page's security policy. */
const cache = createCache({
  key: 'p',
  nonce: document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? '',
});

const fontFamily = 'system-ui, sans-serif';

/**
 * Perses gives a service the colour at its name's hash (tracing-gantt-chart-plugin, palette.js). A palette this long has
 * a place of its own for each of our services, so that they look as on every other panel.
 */
const palette = Array.from({ length: 256 }, (_, i) => colours[sequence[i % 3]!]);
for (const { name, colour } of series[label.service] ?? []) {
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = name.charCodeAt(i) + ((hash << 5) - hash);
  palette[Math.abs(hash) % palette.length] = colours[colour];
}

/** What Perses' charts need around them: theme, colours, the shown range. `onZoom` gets seconds since the epoch. */
export function Perses({
  range,
  onZoom,
  children,
}: {
  range: { start: number; end: number };
  onZoom?: (start: number, end: number) => void;
  children: ReactNode;
}) {
  const [mode] = useMode();
  const theme = useMemo(() => {
    const base = getTheme(mode);
    return createTheme(base, { typography: { ...base.typography, fontFamily, allVariants: { fontFamily } } });
  }, [mode]);
  const chartsTheme = useMemo(
    () =>
      generateChartsTheme(theme, { echartsTheme: { color: palette, textStyle: { fontFamily }, grid: { top: 12 } } }),
    [theme],
  );
  const time = useMemo(() => {
    const absoluteTimeRange = { start: new Date(range.start * 1000), end: new Date(range.end * 1000) };
    return {
      timeRange: absoluteTimeRange,
      absoluteTimeRange,
      setTimeRange: (chosen: unknown) => {
        const { start, end } = chosen as { start?: Date; end?: Date };
        if (start && end) onZoom?.(start.getTime() / 1000, end.getTime() / 1000);
      },
      refresh: () => {},
      refreshKey: `${range.start}`,
      refreshIntervalInMs: 0,
      setRefreshInterval: () => {},
    };
  }, [range.start, range.end, onZoom]);
  return (
    <CacheProvider value={cache}>
      <ThemeProvider theme={theme}>
        <ChartsProvider chartsTheme={chartsTheme} enablePinning={false}>
          <TimeZoneProvider timeZone="local">
            <TimeRangeContext.Provider value={time as never}>{children}</TimeRangeContext.Provider>
          </TimeZoneProvider>
        </ChartsProvider>
      </ThemeProvider>
    </CacheProvider>
  );
}
