import type { ServiceContext } from '../../kit/context';
import { EventInvokeConfigs } from './event-invoke-config/event-invoke-configs';
import { CodeStore } from './functions/code-store';
import { SettingsMemory } from './functions/remembered-settings';
import { WorkerPool } from './worker/worker-pool';

/** What the local Lambda keeps, shared by its operations and its observers. */
export class LambdaStore {
  readonly code: CodeStore;
  readonly settings = new SettingsMemory();
  readonly eventInvokeConfigs = new EventInvokeConfigs();
  readonly workers: WorkerPool;
  /** How many invocations run now, by function ARN. */
  readonly running = new Map<string, number>();

  constructor(readonly context: ServiceContext) {
    this.code = new CodeStore(context);
    this.workers = new WorkerPool(context);
  }
}
