import { type ActionExecutionDetail, RetryStageExecutionCommand } from '@aws-sdk/client-codepipeline';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import type { LocalEndpoint, WithheldGrant } from '@pipeline-factory/local-endpoint';
import type { RehearsalClients } from '../clients';
import type { DeployedPipeline } from '../pipeline/deployed-pipeline';
import { listActions } from '../pipeline/executions';
import { readIdentity } from '../pipeline/identity';
import type { Report } from '../report/report';
import type { RegionPipelines } from '../scenario';
import { namesNoCall, namesRefusal } from './evidence';
import { roleNameOf, triedKey, type TriedGrant } from './tried-grants';

type TriedPipeline = Pick<DeployedPipeline, 'name' | 'clients'>;

/** What a trial works with. */
export interface TrialParts {
  readonly grants: LocalEndpoint['withheldGrants'];
  readonly report: Pick<Report, 'emit'>;
  readonly regions: readonly RegionPipelines[];
  /** What need not be tried any more, and is left alone. */
  readonly settled: readonly TriedGrant[];
}

/**
 * Has each grant of each role missing once in a rehearsal, one at a time, from the first call on that it alone allows. Where
 * an execution fails and its failed action tells of that, the grant is given back and the failed actions are retried, as an
 * operator would do; else, and so where a step expects an execution to fail, the grant stays away until the step ends, whose
 * expectations then show what was missing.
 */
export class GrantTrial {
  private readonly retries = new Map<string, Promise<boolean>>();
  private readonly names: readonly string[];
  private readonly environments: readonly string[];

  constructor(private readonly parts: TrialParts) {
    const declarations = parts.regions.flatMap((region) => region.declarations);
    this.names = declarations.map(({ name = '' }) => name);
    this.environments = declarations.flatMap((declaration) => readIdentity(declaration)?.environment ?? []);
  }

  /** From now on grants are taken away: of the roles of pipelines, and of what their environments share. */
  async begin(): Promise<void> {
    const { grants, regions } = this.parts;
    const settled = new Set(this.parts.settled.map(triedKey));
    const roles = await Promise.all(regions.map(({ clients }) => rolesOf(clients)));
    grants.begin({
      roles: roles
        .flat()
        .filter((role) => this.names.some((name) => isOfPipeline(role, name)) || this.isShared(role)),
      isLeft: (grant) => settled.has(triedKey({ ...grant, role: roleNameOf(grant) })),
    });
  }

  private isShared(role: string): boolean {
    return this.environments.some((environment) => isOfEnvironment(role, environment));
  }

  /** Whether a role is the pipeline's, or one that its environment shares. */
  private concerns(pipeline: string, role: string): boolean {
    const environment = this.environments.find((each) => pipeline.endsWith(`-${each}`));
    return isOfPipeline(role, pipeline) || (environment !== undefined && isOfEnvironment(role, environment));
  }

  /**
   * Gives back what a failed execution lacked, where it may have failed for that, and retries what failed.
   * @returns whether it goes on
   */
  async goesOn(pipeline: TriedPipeline, executionId: string): Promise<boolean> {
    const running = this.retries.get(executionId);
    if (running) return running;
    const retry = this.retry(pipeline, executionId);
    this.retries.set(executionId, retry);
    return retry.finally(() => this.retries.delete(executionId));
  }

  private async retry(pipeline: TriedPipeline, executionId: string): Promise<boolean> {
    const { grants } = this.parts;
    const grant = grants.missing();
    if (!grant || !this.concerns(pipeline.name, grant.roleArn)) return false;
    const failed = latestRuns(await listActions(pipeline, executionId)).filter(
      ({ status }) => status === 'Failed',
    );
    const lacked = { role: roleNameOf(grant), refused: grant.refused };
    const action = failed.find((each) => namesRefusal(messageOf(each), lacked)) ?? failed.find(mayTell);
    if (!action) return false;
    const { stageName, actionName } = action;
    const build = buildOf(action);
    grants.giveBack();
    const where = { pipeline: pipeline.name, failed: `${stageName} / ${actionName}` };
    this.emit(grant, { ...where, message: messageOf(action), ...(build ? { build } : {}) });
    return this.retryStage(pipeline, executionId, stageName);
  }

  private async retryStage(
    { name, clients }: TriedPipeline,
    pipelineExecutionId: string,
    stageName: string | undefined,
  ): Promise<boolean> {
    const retry = {
      pipelineName: name,
      stageName,
      pipelineExecutionId,
      retryMode: 'FAILED_ACTIONS',
    } as const;
    return clients.codePipeline.send(new RetryStageExecutionCommand(retry)).then(
      () => true,
      (error: Error) => {
        this.parts.report.emit({ type: 'log', text: `${name} is not retried: ${error.message}` });
        return false;
      },
    );
  }

  /** Gives back what no execution failed for. @param missed the expectations that the step did not meet */
  stepEnded(missed: readonly string[]): void {
    const { grants } = this.parts;
    const missing = grants.missing();
    if (!missing) return;
    grants.giveBack();
    this.emit(missing, { missed });
  }

  private emit(grant: WithheldGrant, outcome: GrantOutcome): void {
    const { policy, statement, pattern, action, resource, refused, refusedAnyway } = grant;
    const named = { role: roleNameOf(grant), policy, statement, pattern };
    const calls = { action, resource, refused, refusedAnyway };
    this.parts.report.emit({ type: 'grant-tried', ...named, ...calls, ...outcome });
  }
}

type GrantOutcome = Pick<TriedGrant, 'pipeline' | 'failed' | 'message' | 'build' | 'missed'>;

const isOfEnvironment = (roleArn: string, environment: string): boolean =>
  roleArn.includes(`-foundation-${environment}-`);

const isOfPipeline = (roleArn: string, pipeline: string): boolean =>
  `${roleNameOf({ roleArn })}-`.startsWith(`${pipeline}-`);

/** Without those that were retried. @param runs the latest first */
const latestRuns = (runs: readonly ActionExecutionDetail[]): ActionExecutionDetail[] =>
  runs.filter(
    (run, index) =>
      index ===
      runs.findIndex(
        ({ stageName, actionName }) => stageName === run.stageName && actionName === run.actionName,
      ),
  );

/** Name of the CodeBuild project that an action runs. */
const buildOf = ({ input }: ActionExecutionDetail): string | undefined =>
  input?.configuration?.['ProjectName'];

/** Whether an action may have failed for want of a grant although it does not name it: the log of its build may. */
const mayTell = (action: ActionExecutionDetail): boolean =>
  buildOf(action) !== undefined || namesNoCall(messageOf(action));

const messageOf = ({ output }: ActionExecutionDetail): string => {
  const { errorDetails, externalExecutionSummary } = output?.executionResult ?? {};
  return errorDetails?.message || (externalExecutionSummary ?? '');
};

async function rolesOf({ iam }: Pick<RehearsalClients, 'iam'>): Promise<string[]> {
  const { Roles = [] } = await iam.send(new ListRolesCommand({ MaxItems: 1000 }));
  return Roles.map(({ Arn = '' }) => Arn);
}
