import { defineCommand } from 'citty';
import { findLab } from '../../runtime/find-lab.ts';

/** `lab down`: ends every part gracefully; data stay unless told. */
export const downCommand = defineCommand({
  meta: { name: 'down', description: 'Stop the lab; its data stay' },
  args: { volumes: { type: 'boolean', description: 'Remove the data too', default: false } },
  run: async ({ args }) => {
    const began = performance.now();
    const lab = await findLab({ partly: true });
    await lab.down({ volumes: args.volumes });
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(
      `The lab is down after ${seconds} s. ${args.volumes ? 'Its data are gone.' : 'Its data are kept; npm run lab -- down --volumes would remove them.'}`,
    );
  },
});
