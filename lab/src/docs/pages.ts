import { exercisePages } from './exercise-pages.ts';
import { variablesPage } from './variables-page.ts';

/** Every page that is made from code, by its path in the checkout. Dashboards have a command of their own. */
export function pages(): Map<string, string> {
  return new Map([['docs/variables.md', variablesPage()], ...exercisePages()]);
}
