import { availableParallelism } from 'node:os';
import { functionArn } from '../functions/reference';
import type { RunnableFunction } from '../functions/runnable-function';
import { workerEnvironment, type WorkerContext } from './environment';
import { StartQueue } from './start-queue';
import { Worker } from './worker';

interface WarmWorker {
  readonly worker: Worker;
  readonly functionArn: string;
  readonly version: string;
  /** What the worker was started with; a function with another configuration needs a new one. */
  readonly fingerprint: string;
  readonly logStream: string;
  busy: boolean;
  /** Ends it when it has been idle for too long. */
  idleTimer?: NodeJS.Timeout;
}

/** A worker that runs one invocation. */
export interface Lease {
  readonly worker: Worker;
  /** Whether it was started for this invocation. */
  readonly cold: boolean;
  /** The name of its log stream. */
  readonly logStream: string;
  /** Makes it idle. */
  release(): void;
}

/** How many workers may be kept, and for how long. */
export interface PoolLimits {
  /** Beyond so many workers, idle ones end, those that have been idle longest first. */
  readonly workers: number;
  /** How many may load their code at once: an invocation waits for its turn, or for a worker that becomes idle. */
  readonly starts: number;
  /** How long a worker may be idle, by the machine's clock: memory is the machine's too. */
  readonly idleMilliseconds: number;
}

const PROCESSORS = availableParallelism();

/** A fleet's release goes from function to function: with fewer workers than those, each would start anew at each release. */
const DEFAULT_LIMITS: PoolLimits = {
  workers: Math.max(8, 2 * PROCESSORS),
  starts: Math.max(2, PROCESSORS),
  idleMilliseconds: 30_000,
};

/**
 * Keeps workers warm, one set per function version, within {@link PoolLimits}, and ends them all when the endpoint
 * ends. A function whose worker has ended starts anew at its next invocation, without what its modules kept, as in AWS.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
export class WorkerPool {
  private readonly workers = new Set<WarmWorker>(); // in the order of their last use
  private readonly starts: StartQueue<WarmWorker>;

  constructor(
    private readonly context: WorkerContext,
    private readonly limits = DEFAULT_LIMITS,
  ) {
    this.starts = new StartQueue(limits.starts);
    context.closing.addEventListener('abort', () => this.end(() => true), { once: true });
  }

  /** An idle worker of the function's version, or a new one. */
  async lease(runnable: RunnableFunction): Promise<Lease> {
    const arn = functionArn(runnable.reference);
    const fingerprint = JSON.stringify({ ...runnable, invokedArn: undefined, reference: arn });
    const stale = (warm: WarmWorker) =>
      warm.functionArn === arn && warm.version === runnable.version && warm.fingerprint !== fingerprint;
    this.end((warm) => !warm.busy && (!warm.worker.alive || stale(warm)));
    const idle = [...this.workers].find((warm) => !warm.busy && warm.fingerprint === fingerprint);
    if (idle) return this.leaseOf(idle, false);
    const turn = await this.starts.turn(fingerprint);
    if ('given' in turn) return this.leaseOf(turn.given, false);
    try {
      return this.leaseOf(await this.start(runnable, arn, fingerprint, turn.started), true);
    } catch (error) {
      turn.started();
      throw error;
    }
  }

  /** Ends the workers of a function that was deleted, busy ones too. */
  retire(arn: string): void {
    this.end((warm) => warm.functionArn === arn);
  }

  private async start(
    runnable: RunnableFunction,
    functionArn: string,
    fingerprint: string,
    started: () => void,
  ): Promise<WarmWorker> {
    const environment = await workerEnvironment(this.context, runnable);
    this.endIdleBeyond(this.limits.workers - 1);
    const worker = new Worker(runnable.program, runnable.folder, environment);
    const ended = this.context.processes.add(worker.accessKeyId, () => worker.kill());
    void worker.gone.then(ended);
    void worker.loaded.then(started);
    const { version } = runnable;
    const logStream = this.logStream(runnable, worker);
    const warm: WarmWorker = { worker, functionArn, version, fingerprint, logStream, busy: true };
    this.workers.add(warm);
    if (this.context.closing.aborted) this.end(() => true);
    return warm;
  }

  private leaseOf(warm: WarmWorker, cold: boolean): Lease {
    clearTimeout(warm.idleTimer);
    warm.busy = true;
    return { worker: warm.worker, cold, logStream: warm.logStream, release: () => this.release(warm) };
  }

  private release(warm: WarmWorker): void {
    if (!this.workers.delete(warm)) return; // it has been ended meanwhile
    if (!warm.worker.alive) return;
    this.workers.add(warm);
    if (this.starts.give(warm.fingerprint, warm)) return;
    warm.busy = false;
    warm.idleTimer = setTimeout(() => this.end((one) => one === warm), this.limits.idleMilliseconds).unref();
    this.endIdleBeyond(this.limits.workers);
  }

  private endIdleBeyond(limit: number): void {
    const idle = [...this.workers].filter(({ busy }) => !busy);
    const excess = new Set(idle.slice(0, Math.max(0, this.workers.size - limit)));
    this.end((warm) => excess.has(warm));
  }

  private end(chosen: (warm: WarmWorker) => boolean): void {
    for (const warm of [...this.workers].filter(chosen)) {
      clearTimeout(warm.idleTimer);
      warm.worker.kill();
      this.workers.delete(warm);
    }
  }

  /** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html */
  private logStream({ reference, version, logGroup }: RunnableFunction, worker: Worker): string {
    const day = this.context.clock.now().toISOString().slice(0, 10).replaceAll('-', '/');
    const shared = logGroup === `/aws/lambda/${reference.name}` ? '' : reference.name;
    return `${day}/${shared}[${version}]${worker.id}`;
  }
}
