// Every fault of this group: seen, named, counted, healed.
import { prove } from '../support/faults/proof.ts';

await prove('shop');
