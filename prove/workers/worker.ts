import { setImmediate } from 'node:timers/promises';
import { choose } from '../choose';
import { Meter } from '../report/meter';
import { playScenario } from '../run/play-scenario';
import type { Reply, Request, Task } from './messages';

/** Milliseconds between two reports of how far it is. */
const INTERVAL_MILLISECONDS = 200;

const meter = new Meter();
let reportedAt = 0;

const send = (reply: Reply): void => void process.send?.(reply);

process.on('message', (request: Request) => {
  if ('task' in request) return void play(request.task);
  send({ type: 'cost', cost: meter.cost() });
  process.disconnect();
});
process.on('disconnect', () => process.exit());

async function play(task: Task): Promise<void> {
  try {
    const { scenarios, families } = choose(task);
    const [scenario] = scenarios;
    if (!scenario) throw new Error('There is no such scenario');
    const played = await playScenario(scenario, families, async ({ name }, { isKnown }) => {
      meter.count(!isKnown);
      if (Date.now() < reportedAt + INTERVAL_MILLISECONDS) return;
      reportedAt = Date.now();
      send({ type: 'progress', cases: meter.cases, at: `${task.kind}, ${task.scenario}, ${name}` });
      await setImmediate(); // cases give way to nothing else, also not to the end of the process that waits for this one
    });
    send({ type: 'played', played });
  } catch (error) {
    send({ type: 'failed', message: (error as Error).stack ?? `${error as Error}` });
  }
}
