import { type ChildProcess, spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { commandCost } from './measure/command-cost';
import { playedEvents } from './measure/played-events';

/**
 * Plays the rehearsal twice, the second time beside busy loops that keep the processor occupied, and compares all that
 * happens in the releases: what, in which order, and when on the rehearsal's clock. It has to be the same. Exits 1 where it
 * is not.
 *
 * `npm run bench:same -- [--busy 6]`
 */
const { values } = parseArgs({ options: { busy: { type: 'string', default: '6' } } });

const SHOWN_DIFFERENCES = 10;

void compare(Number(values.busy));

async function compare(busy: number): Promise<void> {
  const idle = await rehearse();
  const loops = Array.from({ length: busy }, () => spawn(process.execPath, ['-e', 'for (;;);']));
  const beside = await rehearse().finally(() => loops.forEach(end));
  const differences = idle.events.flatMap((event, index) =>
    event === beside.events[index] ? [] : [`- ${event}\n+ ${beside.events[index] ?? '(nothing)'}`],
  );
  const same = differences.length === 0 && idle.events.length === beside.events.length;
  console.log(`alone: ${idle.events.length} events, ${idle.summary}`);
  console.log(`beside ${busy} busy loops: ${beside.events.length} events, ${beside.summary}`);
  console.log(same ? 'the same events, in the same order, at the same times' : 'not the same:');
  for (const difference of differences.slice(0, SHOWN_DIFFERENCES)) console.log(difference);
  if (!same) process.exitCode = 1;
}

const end = (loop: ChildProcess): boolean => loop.kill('SIGKILL');

async function rehearse(): Promise<{ readonly events: readonly string[]; readonly summary: string }> {
  const { output } = await commandCost(['npm', 'run', '--silent', 'rehearse', '--', '--json'], {
    cwd: process.cwd(),
  });
  return playedEvents(output);
}
