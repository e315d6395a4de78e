import { emit } from '../../simulated-account/events';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import type { Execution } from './model';

type EndStatus = 'Succeeded' | 'Failed' | 'Stopped' | 'Superseded' | 'Cancelled';

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html */
export function endExecution(simulated: SimulatedAccount, id: string, status: EndStatus): void {
  findExecution(simulated, id).status = status;
  emit(simulated, 'aws.codepipeline', 'CodePipeline Pipeline Execution State Change', {
    ...{ pipeline: simulated.pipeline.name, 'execution-id': id },
    state: status === 'Cancelled' ? 'CANCELED' : status.toUpperCase(),
  });
}

export function findExecution({ pipeline: { executions } }: SimulatedAccount, id: string): Execution {
  const execution = executions.find((one) => one.id === id);
  if (!execution) throw new Error(`There must be an execution ${id}`);
  return execution;
}
