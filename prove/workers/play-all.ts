import type { Cost } from '../report/meter';
import type { PlayedScenario } from '../run/play-scenario';
import type { Task } from './messages';
import { type OnProgress, Player } from './player';

/** What came of all scenarios. */
export interface PlayedAll {
  /** In the order of the tasks, whichever process was done first; without those that failed. */
  readonly played: readonly PlayedScenario[];
  /** Why others could not be played, each with its scenario. */
  readonly errors: readonly string[];
  /** Of each process that has not died. */
  readonly costs: readonly Cost[];
}

/** Is called while scenarios are played. */
export interface PlayListener {
  /** @param cases of all processes */
  readonly progress: OnProgress;
  readonly done: (task: Task, played: PlayedScenario | Error) => void;
}

/** Plays scenarios in processes, each of which takes the next one as soon as it is done. One that dies is replaced. */
export async function playAll(
  tasks: readonly Task[],
  processes: number,
  { progress, done }: PlayListener,
): Promise<PlayedAll> {
  const next = tasks.entries();
  const outcomes = new Map<number, PlayedScenario | Error>();
  const costs: Cost[] = [];
  const counts = new Map<Player, number>();
  const start = (): Player => {
    const player: Player = new Player((cases, at) => {
      counts.set(player, cases);
      progress(
        [...counts.values()].reduce((sum, count) => sum + count, 0),
        at,
      );
    });
    return player;
  };
  const work = async () => {
    let player = start();
    for (const [at, task] of next) {
      if (!player.isAlive) player = start();
      const outcome = await player.play(task).catch((error: unknown) => error as Error);
      outcomes.set(at, outcome);
      done(task, outcome);
    }
    if (player.isAlive) costs.push(await player.end());
  };
  await Promise.all(Array.from({ length: Math.min(processes, tasks.length) }, work));
  const all = tasks.flatMap((_, at) => outcomes.get(at) ?? []);
  return {
    played: all.flatMap((one) => (one instanceof Error ? [] : [one])),
    errors: all.flatMap((one) => (one instanceof Error ? [one.message] : [])),
    costs,
  };
}
