import { exercisePages } from './exercise-pages.ts';
import { untouchedFlags } from '../faults/flag-file.ts';
import { faultsPage } from './faults-page.ts';
import { lossAlerts } from './loss-alerts.ts';
import { lossesPage } from './losses-page.ts';
import { scorePage } from './score-page.ts';
import { proxyFiles } from './proxy-files.ts';
import { targetFiles } from './target-files.ts';
import { variablesPage } from './variables-page.ts';

/** Every page and file that is made from code, by its path in the checkout. Dashboards have a command of their own. */
export function pages(): Map<string, string> {
  return new Map([
    ['docs/variables.md', variablesPage()],
    ['docs/losses.md', lossesPage()],
    ['docs/score.md', scorePage()],
    ['docs/faults.md', faultsPage()],
    ['faults/flags.flagd.json', untouchedFlags()],
    ['prometheus/alerts/losses.yaml', lossAlerts()],
    ...exercisePages(),
    ...targetFiles(),
    ...proxyFiles(),
  ]);
}
