// Every fault of this set: seen, named, counted, healed.
import { prove } from '../support/faults/proof.ts';

await prove('network');
