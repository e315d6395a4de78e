import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as sleep } from 'node:timers/promises';
import { endGroup, isAnyLeft, terminateGroup } from './end-group.cjs';

/** A command, as the build's process starts it. */
export interface ProcessCommand {
  /** Absolute path of a program. */
  readonly program: string;
  readonly args: readonly string[];
  /** Where it runs. */
  readonly directory: string;
  /** Its whole environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The outcome of a command that succeeded. */
export const SUCCESS = 'exit status 0';

/**
 * Milliseconds of the machine's time that an interrupted build's processes have to end by themselves: a packer, for
 * example, terminates its instance. AWS does not document whether its builds have any.
 */
const GRACE_MILLISECONDS = 20_000;

const POLL_MILLISECONDS = 20;

/** The parent of a build's commands; each build has one. */
export class BuildProcess {
  private readonly child: ChildProcess;
  private readonly decoder = new StringDecoder('utf8');
  private pending = '';
  private current:
    | { marker: string; onOutput: (text: string) => void; end: (outcome: string) => void }
    | undefined;
  private ended = false;

  /**
   * Starts it. Nothing of the endpoint's own environment is in it.
   * @param variable `NAME=value` that is in the environment of each of its commands, and of no others
   */
  constructor(private readonly variable: string) {
    this.child = spawn(process.execPath, [join(__dirname, 'command-runner.cjs'), variable], {
      detached: true, // leads a process group, so that everything in it can be ended at once
      env: {},
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    this.child.stdout?.on('data', (chunk: Buffer) => this.read(this.decoder.write(chunk)));
    this.child.on('exit', () => this.end('signal: SIGKILL'));
    this.child.on('error', (error) => this.end(error.message));
  }

  /**
   * Runs a command to its end.
   * @param onOutput gets what it writes, in pieces as they come; standard output and error are one
   * @returns its outcome: `exit status 0`, or another status, or the signal that ended it
   */
  run(command: ProcessCommand, onOutput: (text: string) => void): Promise<string> {
    if (this.ended) return Promise.resolve('signal: SIGKILL');
    const marker = randomUUID();
    return new Promise((resolve) => {
      this.current = { marker, onOutput, end: resolve };
      this.child.send({ ...command, marker }, (error) => error && this.end(error.message));
    });
  }

  /** Asks every process of the build to end, and kills what has not ended in time. */
  async stop(): Promise<void> {
    const { pid } = this.child;
    if (pid !== undefined) terminateGroup(pid);
    const deadline = Date.now() + GRACE_MILLISECONDS;
    while ((this.current || isAnyLeft(this.variable)) && Date.now() < deadline)
      await sleep(POLL_MILLISECONDS);
    this.kill();
  }

  /** Kills every process of the build. */
  kill(): void {
    const { pid } = this.child;
    if (pid !== undefined) endGroup(pid, this.variable);
  }

  private read(text: string): void {
    const { current } = this;
    if (!current) return; // something left in the background
    this.pending += text;
    const at = this.pending.indexOf(`\u001e${current.marker} `);
    const end = at < 0 ? -1 : this.pending.indexOf('\n', at);
    if (end < 0) {
      const safe = at < 0 ? this.pending.length - beginningOfMarker(this.pending, current.marker) : at;
      if (safe > 0) current.onOutput(this.pending.slice(0, safe));
      this.pending = this.pending.slice(safe);
      return;
    }
    if (at > 0) current.onOutput(this.pending.slice(0, at));
    const outcome = this.pending.slice(at + current.marker.length + 2, end);
    this.pending = '';
    this.current = undefined;
    current.end(outcome);
  }

  private end(outcome: string): void {
    this.ended = true;
    this.current?.end(outcome);
    this.current = undefined;
  }
}

/** How many of the last characters may be the beginning of the marker's line. */
function beginningOfMarker(text: string, marker: string): number {
  const at = text.lastIndexOf('\u001e');
  return at >= 0 && `\u001e${marker} `.startsWith(text.slice(at)) ? text.length - at : 0;
}
