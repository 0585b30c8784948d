// The page of a lab with both trace stores: every view in each theme, searches and traces from Tempo and from Jaeger.
import { bench } from './bench.ts';
import { exercises } from './steps/exercises.ts';
import { live } from './steps/live.ts';
import { jaegerMonitor, navigation } from './steps/navigation.ts';
import { rate } from './steps/rate.ts';
import { longLists, readableTraces } from './steps/readable.ts';
import { everyView } from './steps/views.ts';

const shared = bench('both');
everyView(shared, [
  { name: 'light', width: 1366, height: 768 },
  { name: 'dark', dark: true, width: 1024, height: 768 },
  { name: 'small and dark', dark: true, width: 400, height: 800 },
  { name: 'smallest', width: 375, height: 800 },
]);
navigation(shared);
readableTraces(shared);
longLists(shared);
exercises(shared);
live(shared, ['jaeger']);
jaegerMonitor(shared);
rate(shared, ['collector', 'tempo', 'jaeger']);
