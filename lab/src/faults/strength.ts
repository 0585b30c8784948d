import { LabError } from '../base/lab-error.ts';
import type { Fault } from './fault.ts';

/** The strength to use; undefined for a fault that is on or off. Throws a LabError for one that this fault cannot have. */
export function strengthOf({ name, strength }: Fault, given: number | undefined): number | undefined {
  if (given === undefined) return strength?.usual;
  if (strength && given >= strength.min && given <= strength.max) return given;
  throw new LabError({
    what: `${name} cannot have the strength ${given}.`,
    expected: strength ? `${strength.min} to ${strength.max} ${strength.unit}` : 'none: it is on or off',
    found: String(given),
    next: `npm run lab -- break ${name}${strength ? ` --strength ${strength.usual}` : ''}`,
  });
}
