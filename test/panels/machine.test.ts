import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dashboardsFor } from '@span-metrics-lab/grafana';
import { afterAll, expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import { askPanels } from '../../lab/src/check/panels/ask-panels.ts';
import { processMark } from '../../lab/src/runtime/native/process-name.ts';
import { browserTest, openPage, settled, sidewaysOf } from '../support/browser.ts';
import { unreadableTexts } from '../support/readable-text.ts';
import { startLab } from '../support/start-lab.ts';

const lab = await startLab({ stack: 'tempo', capabilities: ['machine', 'shop'] });
afterAll(() => lab[Symbol.asyncDispose]());

const read = (path: string) => readFileSync(path, 'utf8');
const query = async (expr: string) => lab.prometheus.query(expr);

/** bytes by the name that /proc/meminfo has for them */
const meminfo = (name: string) =>
  Number(new RegExp(`^${name}: +(\\d+) kB`, 'm').exec(read('/proc/meminfo'))![1]) * 1024;
const residentOf = (pid: string) => Number(/^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))![1]) * 1024;
/** Fields 14 and 15 of /proc/<pid>/stat, in ticks of 10 ms (proc(5)): seconds in user and in system mode. */
const cpuSecondsOf = (pid: string) => {
  const stat = read(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
};

/** How far two numbers are apart, as a share of the second. */
const apart = (found: number, truth: number) => Math.abs(found - truth) / truth;

/** The processes that are this lab's, by their command lines, as somebody with `ps` would find them. */
function processesOfLab(): { pid: string; part: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const line = commandLineOf(pid);
      const [, part] = new RegExp(`${processMark(lab.env)}/([a-z]+)`).exec(line) ?? [];
      return part ? [{ pid, part }] : [];
    });
}

function commandLineOf(pid: string): string {
  try {
    return read(`/proc/${pid}/cmdline`);
  } catch {
    return ''; // it has ended
  }
}

/** What is wrong with the numbers of the processes; nothing if each is within 5 % of /proc. */
async function wrongProcesses(): Promise<string[]> {
  const memory = await query('process_memory_usage_bytes{part!=""}');
  const cpu = await query('sum by (part, process_pid) (process_cpu_time_seconds_total{part!=""})');
  const due = processesOfLab();
  return due.flatMap(({ pid, part }) => {
    const of = (samples: typeof memory) =>
      samples.find(({ labels }) => labels['process_pid'] === pid && labels['part'] === part)?.value;
    const [bytes, seconds] = [of(memory), of(cpu)];
    if (bytes === undefined || seconds === undefined) return [`${part} ${pid} is not shown`];
    const [truth, used] = [residentOf(pid), cpuSecondsOf(pid)];
    return [
      ...(apart(bytes, truth) > 0.05 ? [`${part} ${pid}: ${bytes} bytes of ${truth}`] : []),
      ...(apart(seconds, used) > 0.05 && used - seconds > 0.2 ? [`${part} ${pid}: ${seconds} s of ${used}`] : []),
    ];
  });
}

test('each process of the lab is shown as its part, with memory and CPU time within 5 % of /proc', async () => {
  let wrong: string[] = [];
  await until(
    'every process is within 5 %',
    async () => ((wrong = await wrongProcesses()).length === 0 ? true : undefined),
    {
      deadline: 60_000,
    },
  ).catch((error: Error) => expect.fail(`${error.message} ${wrong.join('; ')}`));
  const shown = new Set((await query('process_memory_usage_bytes{part!=""}')).map(({ labels }) => labels['part']));
  expect([...shown].sort()).toEqual([...lab.parts].sort());
});

test('a part that uses CPU shows it, and the sum over its modes is what /proc counts', async () => {
  const pid = processesOfLab().find(({ part }) => part === 'gateway')!.pid;
  const before = cpuSecondsOf(pid);
  while (cpuSecondsOf(pid) - before < 3) await (await fetch(`${lab.endpoints.gateway}/cpu_task`)).arrayBuffer();
  const truth = cpuSecondsOf(pid);
  const shown = () => query(`sum(process_cpu_time_seconds_total{part="gateway", process_pid="${pid}"})`);
  await until('the seconds are shown', async () => apart((await shown())[0]!.value, truth) < 0.05 || undefined, {
    deadline: 20_000,
  });
});

test('a process of another lab, or of nobody, is not shown', async () => {
  const others = [`span-metrics-lab:1/gateway`, 'gateway', `grep ${processMark(lab.env)}/gateway`].map((argv0) =>
    spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { argv0, stdio: 'ignore' }),
  );
  const own = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], {
    argv0: `${processMark(lab.env)}/stray`,
    stdio: 'ignore',
  });
  try {
    const pids = async () =>
      (await query('process_memory_usage_bytes{part!=""}')).map(({ labels }) => labels['process_pid']);
    await until('what has the mark is shown', async () => (await pids()).includes(String(own.pid)) || undefined, {
      deadline: 20_000,
    });
    const shown = await pids();
    expect(others.filter(({ pid }) => shown.includes(String(pid)))).toEqual([]);
  } finally {
    for (const one of [...others, own]) one.kill('SIGKILL');
  }
});

test('memory of the machine is within 5 % of /proc/meminfo, and its CPU time of /proc/stat', async () => {
  const [limit] = await query('system_memory_limit_bytes');
  expect(limit!.value).toBe(meminfo('MemTotal'));
  await until(
    'what is available is within 5 %',
    async () => {
      const [available] = await query('system_memory_linux_available_bytes');
      const [inUse] = await query('system_memory_limit_bytes - system_memory_linux_available_bytes');
      const used = meminfo('MemTotal') - meminfo('MemAvailable');
      return (apart(available!.value, meminfo('MemAvailable')) < 0.05 && apart(inUse!.value, used) < 0.05) || undefined;
    },
    { deadline: 30_000 },
  );
  const ticks = read('/proc/stat').split('\n')[0]!.split(/\s+/).slice(1, 9).map(Number);
  const [seconds] = await query('sum(system_cpu_time_seconds_total)');
  expect(apart(seconds!.value, ticks.reduce((sum, n) => sum + n) / 100)).toBeLessThan(0.05);
});

test('what the machine adds to the scrape of the lab’s own metrics is small', async () => {
  const count = async (selector: string) => (await query(`count({job="span-metrics", ${selector}})`))[0]?.value ?? 0;
  const added = await count(
    '__name__=~"system_.+|process_memory_usage_bytes|process_cpu_time_seconds_total", service_name=""',
  );
  expect(added).toBeGreaterThan(100);
  expect(added).toBeLessThan(250);
});

browserTest.each([1366, 390])('at %d px the page of the machine has every panel, with numbers', async (width) => {
  await using opened = await openPage(lab.endpoints['console']!, { width, height: 800 });
  const { page, complaints } = opened;
  await page.goto('/machine?from=5m');
  const due = dashboardsFor('tempo', ['machine']).filter(({ uid }) => uid === 'machine');
  const panels = due.flatMap(({ rows }) => rows.flatMap((row) => row.panels.map(({ panel }) => panel)));
  await expect.poll(() => page.locator('[data-panel]').count(), { timeout: 20_000 }).toBe(panels.length);
  const empty = () =>
    page
      .locator('[data-panel]', { has: page.locator('.failed, .empty') })
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-panel')));
  await expect.poll(empty, { timeout: 20_000 }).toEqual([]); // also those that may be empty in Docker
  await settled(page);
  expect(await unreadableTexts(page)).toEqual([]);
  expect(await sidewaysOf(page)).toBe(0);
  expect(complaints).toEqual([]);
});

test('every panel of the machine has data', async () => {
  const asked = await askPanels(lab, { values: 'first', patience: 30_000 });
  expect(asked.findings.filter(({ dashboard }) => dashboard === 'machine')).toEqual([]);
});
