import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { endGroup } from './end-group.cjs';

/** A command as the build's process starts it. */
export interface Command {
  /** Absolute path of a program. */
  readonly program: string;
  readonly words: readonly string[];
  /** Where it runs. */
  readonly directory: string;
  /** Its whole environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/** How a command that did well ended. */
export const SUCCESS = 'exit status 0';

/** What a build's commands are children of; one for each build. */
export class BuildProcess {
  private readonly child: ChildProcess;
  private readonly decoder = new StringDecoder('utf8');
  private pending = '';
  private current: { mark: string; hear: (text: string) => void; end: (how: string) => void } | undefined;
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
    this.child.stdout?.on('data', (chunk: Buffer) => this.take(this.decoder.write(chunk)));
    this.child.on('exit', () => this.end('signal: SIGKILL'));
    this.child.on('error', (error) => this.end(error.message));
  }

  /**
   * Runs a command to its end.
   * @param hear told what it writes, in pieces as they come; standard output and error are one
   * @returns how it ended: `exit status 0`, or another status, or the signal that ended it
   */
  run(command: Command, hear: (text: string) => void): Promise<string> {
    if (this.ended) return Promise.resolve('signal: SIGKILL');
    const mark = randomUUID();
    return new Promise((resolve) => {
      this.current = { mark, hear, end: resolve };
      this.child.send({ ...command, mark }, (error) => error && this.end(error.message));
    });
  }

  /** Ends every process of the build, whatever it is doing. */
  kill(): void {
    const { pid } = this.child;
    if (pid !== undefined) endGroup(pid, this.variable);
  }

  private take(text: string): void {
    const { current } = this;
    if (!current) return; // something left in the background
    this.pending += text;
    const at = this.pending.indexOf(`\u001e${current.mark} `);
    const end = at < 0 ? -1 : this.pending.indexOf('\n', at);
    if (end < 0) {
      const safe = at < 0 ? this.pending.length - partOfMark(this.pending, current.mark) : at;
      if (safe > 0) current.hear(this.pending.slice(0, safe));
      this.pending = this.pending.slice(safe);
      return;
    }
    if (at > 0) current.hear(this.pending.slice(0, at));
    const how = this.pending.slice(at + current.mark.length + 2, end);
    this.pending = '';
    this.current = undefined;
    current.end(how);
  }

  private end(how: string): void {
    this.ended = true;
    this.current?.end(how);
    this.current = undefined;
  }
}

/** How many of the last characters may be the beginning of the mark. */
function partOfMark(text: string, mark: string): number {
  const at = text.lastIndexOf('\u001e');
  return at >= 0 && `\u001e${mark} `.startsWith(text.slice(at)) ? text.length - at : 0;
}
