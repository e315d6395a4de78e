import { CreateDeploymentCommand } from '@aws-sdk/client-codedeploy';
import { stopDeployment } from '../code-deploy/stop-deployment';
import { trafficGroup } from '../contract/shift-versions';
import { ConfigurationError, explain, isTransient, ReleaseError } from '../errors';
import { type JobOutcome, succeed, waitFor } from '../job/job-outcome';
import { logger } from '../logger';
import { type Alias, describeAlias, hasWeights, readAlias } from '../versions/alias';
import {
  deploymentDescription,
  describeDeployment,
  executionOf,
  isActive,
  isRollback,
  listDeployments,
  readDeployment,
} from '../versions/deployments';
import { releasedVersions } from '../versions/released-versions';
import { appSpecOf } from './app-spec';
import { goOn, type Look, type Wait } from './look';
import { watch } from './watch';

/** How long deployments may take: their traffic at most 20 hours, and each hook an hour. */
const GIVE_UP_HOURS = 22.5;

/** A function, and where its alias is to go. */
interface Move {
  /** Of the function in the config. */
  readonly name: string;
  readonly functionName: string;
  readonly version: string;
  readonly alias: Alias;
  /** The deployment that an earlier invocation for this action made. @default - none did */
  readonly made?: string;
}

/**
 * Looks at every function first, and only then begins the deployments of those whose alias has to move. What an earlier
 * invocation for the same action began is adopted, whatever has become of it: it is named by the action in its description.
 */
export async function begin(look: Look): Promise<JobOutcome> {
  const moves: Move[] = [];
  for (const [name, version] of releasedVersions(look.job.parameters.versions, look.settings))
    moves.push(await readMove(look, name, version));
  const going = moves.filter(({ made, alias, version }) => made ?? !serves(alias, version));
  if (going.length === 0)
    return succeed(`${moves.map(({ name, version }) => `${name} ${version}`).join(', ')} serve already`);
  const busy: string[] = [];
  for (const move of going) {
    const other = move.made === undefined ? await otherDeployment(look, move) : undefined;
    if (other !== undefined) busy.push(other);
  }
  if (busy.length > 0) return waitFor(busy.join(', '));
  return start(look, going);
}

async function start(look: Look, going: readonly Move[]): Promise<JobOutcome> {
  const until = new Date(look.now.getTime() + GIVE_UP_HOURS * 3_600_000).toISOString();
  const deployments: Record<string, string> = {};
  for (const move of going)
    try {
      deployments[move.name] = move.made ?? (await create(look, move));
    } catch (error) {
      // Nothing is left behind: what this one has begun goes back, and the next invocation fails.
      if (isTransient(error) || Object.keys(deployments).length === 0) throw error;
      return goOn(
        { until, deployments, problem: explain(error).slice(0, MAX_PROBLEM_LENGTH) },
        'the others to go back',
      );
    }
  return watch(look, { until, deployments } satisfies Wait);
}

/** Characters of a token that say what failed. */
const MAX_PROBLEM_LENGTH = 500;

async function readMove(look: Look, name: string, version: string): Promise<Move> {
  const { clients, settings } = look;
  const functionName = settings.functions[name]?.functionName ?? '';
  const alias = await readAlias(clients.lambda, functionName, settings.alias);
  if (!alias)
    throw new ReleaseError(`Function ${functionName} must have alias ${settings.alias}, got: no such alias`);
  const made = await findMade(look, functionName);
  return { name, functionName, version, alias, ...(made !== undefined && { made }) };
}

/** @returns the deployment of a function that an earlier invocation for this action made */
async function findMade(
  { clients: { codeDeploy }, ...look }: Look,
  functionName: string,
): Promise<string | undefined> {
  const description = descriptionOf(look);
  for (const id of await listDeployments(codeDeploy, look.job.pipeline, functionName, startOf(look)))
    if ((await readDeployment(codeDeploy, id)).description === description) return id;
  return undefined;
}

const serves = (alias: Alias, version: string): boolean => alias.version === version && !hasWeights(alias);

/** A little before the action, because clocks differ; at most a day ago, since no action of Lambda takes longer. */
function startOf({ job, now }: Pick<Look, 'job' | 'now'>): Date {
  const started = job.action.startedAt?.getTime() ?? now.getTime() - 86_400_000;
  return new Date(started - 300_000);
}

const descriptionOf = ({ job }: Pick<Look, 'job'>): string =>
  deploymentDescription(job.runningIn, job.action.id);

/**
 * What else moves the alias, or has left it between two versions. What another execution of this pipeline has left running is
 * stopped: a stage has one execution at a time, so that one no longer deploys. It was abandoned, and `record-versions` stops
 * nothing while this execution deploys.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works.html
 * @returns what to wait for: CodeDeploy gives the alias back after an earlier failure, or a stop
 * @throws ConfigurationError for a deployment that no other execution of this pipeline has begun, with its id
 */
async function otherDeployment(look: Look, { functionName, alias }: Move): Promise<string | undefined> {
  const { clients, job, settings } = look;
  const [id] = await listDeployments(clients.codeDeploy, job.pipeline, functionName);
  const other = id === undefined ? undefined : await readDeployment(clients.codeDeploy, id);
  if (other && isActive(other)) {
    if (isRollback(other)) return `deployment ${id}, which gives ${functionName} back, to end`;
    const execution = executionOf(other);
    if (id !== undefined && execution !== undefined && execution !== job.runningIn) {
      logger.info(`Deployment ${id} of ${functionName} is stopped: execution ${execution} deploys no more`);
      await stopDeployment(clients.codeDeploy, id, true);
      return `deployment ${id} of ${functionName}, which execution ${execution} has left, to stop`;
    }
    throw new ConfigurationError(
      `CodeDeploy must have no other deployment of ${functionName}, got: ${id}, ${other.status}, ${describeDeployment(other)}: wait for its end or stop it, and retry the stage`,
    );
  }
  if (hasWeights(alias))
    throw new ReleaseError(
      `Alias ${settings.alias} of ${functionName} must name one version, got: ${describeAlias(alias)}`,
    );
  return undefined;
}

/** A response that was lost leaves a deployment, in whose way the next attempt would be. @returns its id */
async function create(look: Look, move: Move): Promise<string> {
  try {
    return await createDeployment(look, move);
  } catch (error) {
    const isBusy = (error as Error).name === 'DeploymentLimitExceededException';
    const made = isBusy ? await findMade(look, move.functionName) : undefined;
    if (made === undefined) throw error;
    return made;
  }
}

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeployment.html @returns its id */
async function createDeployment(look: Look, move: Move): Promise<string> {
  const { clients, job, settings } = look;
  const { functionName, version, alias } = move;
  const content = appSpecOf({
    ...{ functionName, alias: alias.name },
    ...{ currentVersion: alias.version, targetVersion: version },
    hooks: settings.hooks ?? {},
  });
  const { deploymentId = '' } = await clients.codeDeploy.send(
    new CreateDeploymentCommand({
      ...trafficGroup(job.pipeline, functionName),
      description: descriptionOf(look),
      revision: { revisionType: 'AppSpecContent', appSpecContent: { content } },
    }),
  );
  logger.info(
    `Deployment ${deploymentId} moves ${alias.name} of ${functionName} from version ${alias.version} to ${version}`,
  );
  return deploymentId;
}
