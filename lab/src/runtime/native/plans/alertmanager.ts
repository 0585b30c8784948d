import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { baseEnvironment } from '../../../base/base-environment.ts';
import { alertmanagerConfig } from '../../../parts/configs.ts';
import { receiverId } from '../../../parts/receiver.ts';
import { labFiles } from '../../lab-files.ts';
import { explainAlertmanager } from './explain-alertmanager.ts';
import { binaryOf, dataFolder, type PartPlan } from './plan.ts';

const runFolder = () => join(labFiles().run, 'alertmanager');

/** Alertmanager on loopback, alone: it opens no port for others of its kind. Its folder says where the receiver is. */
export const plan: PartPlan = {
  part: 'alertmanager',
  engines: ['alertmanager'],
  after: ['console'], // its receiver: the first notification is sent at once
  prepare: ({ env }) => {
    for (const folder of [runFolder(), dataFolder('alertmanager')]) mkdirSync(folder, { recursive: true });
    writeFileSync(join(runFolder(), 'receiver-url'), `http://127.0.0.1:${env.CONSOLE_PORT}/${receiverId}\n`);
  },
  command: (state) => ({
    file: binaryOf(state, 'alertmanager'),
    args: [
      `--config.file=${alertmanagerConfig}`,
      `--storage.path=${dataFolder('alertmanager')}`,
      `--web.listen-address=127.0.0.1:${state.env.ALERTMANAGER_PORT}`,
      `--web.external-url=http://127.0.0.1:${state.env.ALERTMANAGER_PORT}`, // else notifications link to this machine's name
      '--cluster.listen-address=', // its default is a second port, on every address
      '--log.level=warn',
    ],
    cwd: runFolder(),
    env: { ...baseEnvironment(), GOMEMLIMIT: state.env.ALERTMANAGER_GOMEMLIMIT, GOGC: '50' }, // a smaller heap for a little more CPU
  }),
  explain: explainAlertmanager,
};
