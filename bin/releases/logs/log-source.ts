import type { ActionExecutionDetail } from '@aws-sdk/client-codepipeline';
import type { ReleaseClients } from '../clients';
import { readBuildLog } from './build-log';
import { readDeploymentLog } from './deployment-log';
import { readFunctionLog } from './function-log';
import type { LoggedAction, LogReader } from './log';
import { readServiceEvents } from './service-events';

/** What is known of an action by its execution, and by the pipeline's state while it runs. */
export function loggedAction(
  {
    actionExecutionId = '',
    pipelineExecutionId = '',
    stageName = '',
    actionName = '',
    ...detail
  }: ActionExecutionDetail,
  externalIdNow: string | undefined,
): LoggedAction {
  const { status = '', input, output, startTime, lastUpdateTime } = detail;
  const { externalExecutionId, externalExecutionSummary, errorDetails } = output?.executionResult ?? {};
  return {
    id: actionExecutionId,
    executionId: pipelineExecutionId,
    stage: stageName,
    action: actionName,
    status,
    provider: input?.actionTypeId?.provider ?? '',
    configuration: input?.resolvedConfiguration ?? input?.configuration ?? {},
    externalId: externalExecutionId ?? externalIdNow,
    started: startTime,
    ended: status === 'InProgress' ? undefined : lastUpdateTime,
    summary: errorDetails?.message ?? externalExecutionSummary,
  };
}

/** The readers, by the provider of the action. */
const READERS: Readonly<Record<string, (action: LoggedAction, clients: ReleaseClients) => LogReader>> = {
  CodeBuild: readBuildLog,
  CodeDeploy: readDeploymentLog,
  CodeDeployToECS: readDeploymentLog,
  ECS: readServiceEvents,
  Lambda: readFunctionLog,
};

/** Whose logs are found by the id of a build or a deployment, which an action has some time after it began. */
const FOUND_BY_ID = ['CodeBuild', 'CodeDeploy', 'CodeDeployToECS'];

/** What a log is found by, where that is not known from the beginning. @returns nothing for any other */
export const logIdOf = ({ provider, externalId }: LoggedAction): string | undefined =>
  FOUND_BY_ID.includes(provider) ? externalId : undefined;

/** Whether an action of this provider has a log. */
export const hasLog = ({ provider }: LoggedAction): boolean => provider in READERS;

/** @returns undefined where actions of its provider have no log */
export const openLog = (action: LoggedAction, clients: ReleaseClients): LogReader | undefined =>
  READERS[action.provider]?.(action, clients);
