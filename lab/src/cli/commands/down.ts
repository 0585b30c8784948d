import { defineCommand } from 'citty';
import { findLab, NoLab } from '../../runtime/find-lab.ts';
import { removeData } from '../../runtime/remove-data.ts';

/** `lab down`: ends every part gracefully; data stay unless told. */
export const downCommand = defineCommand({
  meta: { name: 'down', description: 'Stop the lab; its data stay' },
  args: { volumes: { type: 'boolean', description: 'Remove the data too', default: false } },
  run: async ({ args }) => {
    const began = performance.now();
    const lab = await findLab({ partly: true }).catch(async (error) => {
      const removed = error instanceof NoLab && args.volumes ? await removeData() : [];
      if (removed.length === 0) throw error;
      console.log(`No lab was running. Removed: ${removed.join(', ')}`);
    });
    if (!lab) return;
    await lab.down({ volumes: args.volumes });
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(
      `The lab is down after ${seconds} s. ${args.volumes ? 'Its data are gone.' : 'Its data are kept; npm run lab -- down --volumes would remove them.'}`,
    );
  },
});
