import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Cost } from '../report/meter';
import type { PlayedScenario } from '../run/play-scenario';
import type { Reply, Request, Task } from './messages';

const WORKER = join(__dirname, 'worker.ts');

/** Cases that the process has played, and of what it plays some. */
export type OnProgress = (cases: number, at: string) => void;

/** A process that plays scenarios, one at a time. */
export class Player {
  readonly #child: ChildProcess = fork(WORKER, { execArgv: ['--import', 'tsx'] });

  constructor(private readonly onProgress: OnProgress) {}

  /** @throws Error that names the scenario, where it cannot be played, or the process dies of it */
  async play(task: Task): Promise<PlayedScenario> {
    const what = `${task.kind}, ${task.scenario}`;
    const reply = await this.#ask({ task }, what);
    if (reply.type === 'played') return reply.played;
    throw new Error(`${what} could not be played: ${'message' in reply ? reply.message : reply.type}`);
  }

  /** Ends the process. @returns what it has cost */
  async end(): Promise<Cost> {
    const reply = await this.#ask({ isOver: true }, 'what it has cost');
    if (reply.type !== 'cost') throw new Error(`A process must say what it has cost, got: ${reply.type}`);
    return reply.cost;
  }

  /** Id of the process. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Whether it can play another scenario. */
  get isAlive(): boolean {
    return this.#child.connected;
  }

  async #ask(request: Request, what: string): Promise<Reply> {
    const child = this.#child;
    return new Promise<Reply>((resolve, reject) => {
      const hear = (reply: Reply) => {
        if (reply.type === 'progress') return this.onProgress(reply.cases, reply.at);
        child.off('message', hear).off('exit', mourn);
        resolve(reply);
      };
      const mourn = (code: number | null, signal: string | null) => {
        child.off('message', hear);
        reject(new Error(`${what}: the process that plays it died, of ${signal ?? `exit code ${code}`}`));
      };
      child.on('message', hear).once('exit', mourn);
      child.send(request);
    });
  }
}
