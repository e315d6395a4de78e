import { functionArn } from '../functions/reference';
import type { RunnableFunction } from '../functions/runnable-function';
import { workerEnvironment, type WorkerContext } from './environment';
import { Worker } from './worker';

interface Warm {
  readonly worker: Worker;
  readonly functionArn: string;
  readonly version: string;
  /** What the worker was started with; a function configured anew needs a new one. */
  readonly fingerprint: string;
  readonly logStream: string;
  busy: boolean;
}

/** A worker lent for one invocation. */
export interface Lease {
  readonly worker: Worker;
  /** Whether it had to be started for this invocation. */
  readonly cold: boolean;
  /** Its log stream's name. */
  readonly logStream: string;
  /** Gives it back. */
  release(): void;
}

/** Keeps workers warm, one set per function version, and ends them all when the endpoint ends. */
export class WorkerPool {
  private readonly workers = new Set<Warm>();

  constructor(private readonly context: WorkerContext) {
    context.closing.addEventListener('abort', () => this.end(() => true), { once: true });
  }

  /** An idle worker of the function's version, or a new one. */
  async lease(runnable: RunnableFunction): Promise<Lease> {
    const arn = functionArn(runnable.reference);
    const fingerprint = JSON.stringify({ ...runnable, invokedArn: undefined, reference: arn });
    const stale = (warm: Warm) =>
      warm.functionArn === arn && warm.version === runnable.version && warm.fingerprint !== fingerprint;
    this.end((warm) => !warm.busy && (!warm.worker.alive || stale(warm)));
    const idle = [...this.workers].find((warm) => !warm.busy && warm.fingerprint === fingerprint);
    if (idle) idle.busy = true;
    const warm = idle ?? (await this.start(runnable, arn, fingerprint));
    const release = () => {
      warm.busy = false;
    };
    return { worker: warm.worker, cold: !idle, logStream: warm.logStream, release };
  }

  /** Ends the workers of a function that was deleted. */
  retire(arn: string): void {
    this.end((warm) => warm.functionArn === arn);
  }

  private async start(runnable: RunnableFunction, arn: string, fingerprint: string): Promise<Warm> {
    const worker = new Worker(runnable.folder, await workerEnvironment(this.context, runnable));
    const warm: Warm = {
      worker,
      functionArn: arn,
      version: runnable.version,
      fingerprint,
      logStream: this.logStream(runnable, worker),
      busy: true,
    };
    this.workers.add(warm);
    if (this.context.closing.aborted) this.end(() => true);
    return warm;
  }

  private end(chosen: (warm: Warm) => boolean): void {
    for (const warm of [...this.workers].filter(chosen)) {
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
