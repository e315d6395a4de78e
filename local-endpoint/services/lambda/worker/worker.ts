import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { FunctionFailure, InvocationMessage, WorkerMessage } from './messages';
import type { WorkerProgram } from './program';

/** How one invocation ended in its worker. */
export interface WorkerAnswer {
  /** JSON text. */
  readonly payload?: string;
  readonly error?: FunctionFailure;
  /** Whether it was ended by its timeout. */
  readonly timedOut?: boolean;
  readonly memoryBytes?: number;
}

/** Gets what a function writes, while it runs. */
export type OutputListener = (output: Extract<WorkerMessage, { kind: 'output' | 'console' }>) => void;

/** How long a function may load its code. https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html */
const INIT_TIMEOUT_MILLISECONDS = 10_000;

/** A process that runs one function's code, one invocation at a time. */
export class Worker {
  readonly id = randomBytes(16).toString('hex');
  /** Of the credentials that its process has. */
  readonly accessKeyId: string;
  /** Resolves when its process has ended. */
  readonly gone: Promise<void>;
  private readonly child: ChildProcess;
  private readonly ready: Promise<WorkerAnswer | undefined>;
  private listen: OutputListener = () => undefined;
  private settle: (answer: WorkerAnswer) => void = () => undefined;
  private becomeReady = () => undefined as void;
  private ended = false;

  /**
   * Starts the process; the code loads at once.
   * @param command what runs the code, and exchanges messages as `child_process` does
   * @param folder where the code is unpacked
   * @param environment the whole environment of the process
   */
  constructor(
    { program, args }: WorkerProgram,
    folder: string,
    environment: Readonly<Record<string, string>>,
  ) {
    const stdio = ['ignore', 'ignore', 'pipe', 'ipc'] as const;
    this.child = spawn(program, args, { cwd: folder, env: { ...environment }, stdio: [...stdio] });
    this.child.stderr?.on('data', (chunk: Buffer) => this.listen({ kind: 'output', text: String(chunk) }));
    this.ready = new Promise((resolve) => {
      this.settle = (answer) => resolve(answer);
      this.becomeReady = () => resolve(undefined);
    });
    this.accessKeyId = environment.AWS_ACCESS_KEY_ID ?? '';
    this.gone = new Promise((resolve) => {
      this.child.once('exit', () => resolve());
      this.child.once('error', () => resolve()); // it has not started
    });
    this.child.on('message', (message: WorkerMessage) => this.receive(message));
    this.child.on('exit', (code, signal) =>
      this.end(code === null ? `signal: ${signal}` : `exit status ${code}`),
    );
    this.child.on('error', (error) => this.end(error.message));
  }

  /** Resolves when its code has loaded, or never will. */
  get loaded(): Promise<unknown> {
    return this.ready;
  }

  /** Whether it can take another invocation. */
  get alive(): boolean {
    return !this.ended;
  }

  /**
   * Runs the handler once.
   * @param milliseconds timeout in real time; then the process is killed
   */
  async invoke(
    message: InvocationMessage,
    milliseconds: number,
    listen: OutputListener,
  ): Promise<WorkerAnswer> {
    this.listen = listen;
    const failed = await this.within(INIT_TIMEOUT_MILLISECONDS, this.ready);
    if (failed) return failed;
    const answer = new Promise<WorkerAnswer>((resolve) => {
      this.settle = resolve;
    });
    const deadline = Date.now() + milliseconds;
    if (this.ended) return exited('exit status 1');
    this.child.send({ ...message, context: { ...message.context, deadline } });
    return (await this.within(milliseconds, answer)) ?? exited('no answer');
  }

  /** Kills the process. */
  kill(): void {
    this.ended = true;
    this.child.kill('SIGKILL');
  }

  private async within<T>(milliseconds: number, answer: Promise<T>): Promise<T | WorkerAnswer> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<WorkerAnswer>((resolve) => {
      timer = setTimeout(() => resolve({ timedOut: true }), milliseconds);
    });
    const first = await Promise.race([answer, late]);
    clearTimeout(timer);
    if (isLate(first)) this.kill();
    return first;
  }

  private receive(message: WorkerMessage): void {
    if (message.kind === 'ready') this.becomeReady();
    if (message.kind === 'output' || message.kind === 'console') this.listen(message);
    if (message.kind === 'result') this.settle(message);
    if (message.kind !== 'error') return;
    this.ended = true;
    this.settle({ error: message.error });
  }

  private end(reason: string): void {
    this.ended = true;
    this.settle(exited(reason));
  }
}

function isLate(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'timedOut' in answer && answer.timedOut === true;
}

function exited(reason: string): WorkerAnswer {
  return {
    error: { errorType: 'Runtime.ExitError', errorMessage: `Error: Runtime exited with error: ${reason}` },
  };
}
