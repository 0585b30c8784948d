import { LabError } from '../../base/lab-error.ts';
import { describeError, until } from '../../base/poll.ts';
import type { PartName } from '../../parts/parts.ts';
import type { CheckContext } from '../hop.ts';
import { type BuyOptions, type Bought, buy, isAccepted } from './buy.ts';
import type { PurchaseMode } from './purchase-spans.ts';

/** How long a purchase may be under way, ms. */
const PATIENCE = 10_000;

/** Why a lab has no hops of the shop. */
export const shopOnly = ({ parts }: Pick<CheckContext, 'parts'>): string | undefined =>
  parts.includes('postgres') ? undefined : 'no shop in this lab';

/** Makes a purchase that must be accepted. Throws a LabError with the answer; `likely` is the part to look at first. */
export async function buyOrFail(
  gateway: string,
  mode: PurchaseMode,
  options: BuyOptions,
  likely: PartName,
): Promise<Bought & { id: string }> {
  const bought = await buy(gateway, mode, options);
  if (isAccepted(bought) && bought.id !== undefined) return { ...bought, id: bought.id };
  throw new LabError({
    what: `POST /purchases (${mode}): ${[bought.status, bought.error].filter((one) => one !== undefined).join(', ')}`,
    cause: `${likely} is not running, or cannot be reached`,
    next: `npm run lab -- start ${likely}`,
  });
}

/** Waits until `differs` finds nothing. Throws a LabError with what it found last; `likely` is the part to look at first. */
export async function settled(
  what: string,
  likely: PartName,
  differs: () => Promise<string | undefined>,
): Promise<void> {
  let found = 'nothing';
  const same = async () => {
    const now = await differs();
    if (now !== undefined) found = now;
    return now === undefined ? true : undefined;
  };
  try {
    await until(what, same, { deadline: PATIENCE, every: 100 });
  } catch (error) {
    throw new LabError({
      what: `expected ${what}, found ${found === 'nothing' ? describeError(error) : found}`,
      cause: `${likely} does not work, or is far behind`,
      next: `npm run lab -- logs ${likely}`,
    });
  }
}
