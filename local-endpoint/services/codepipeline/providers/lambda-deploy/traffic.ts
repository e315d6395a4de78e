import {
  GetAliasCommand,
  GetProvisionedConcurrencyConfigCommand,
  type LambdaClient,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { ActionFailure, type ActionJob } from '../provider';
import { requireNoAlarm } from './alarms';
import type { LambdaDeploySettings } from './settings';

/** Time between two looks at the alarms. */
const POLL_MILLISECONDS = 10_000;

/** An alias's traffic from one version to another. */
interface Move extends LambdaDeploySettings {
  readonly alias: string;
  readonly from: string;
  readonly to: string;
}

/**
 * The version that an alias names, which is what the action goes back to.
 * @throws ActionFailure where it names none, or two
 */
export async function requireSingleVersion(
  client: LambdaClient,
  FunctionName: string,
  Name: string,
): Promise<string> {
  const { FunctionVersion = '', RoutingConfig } = await client
    .send(new GetAliasCommand({ FunctionName, Name }))
    .catch((error: Error) => {
      if (error.name !== 'ResourceNotFoundException') throw error;
      throw wrong(`The function ${FunctionName} has no alias ${Name}.`);
    });
  const others = Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {});
  if (others.length > 0)
    throw wrong(
      `The alias ${Name} of the function ${FunctionName} must point to one version, and points to ${FunctionVersion} and ${others.join(', ')}.`,
    );
  return FunctionVersion;
}

/**
 * Moves it step by step, and back where an alarm fires. Abandoning the action leaves the alias as it is: AWS does not
 * document what becomes of it.
 */
export async function moveTraffic(job: ActionJob, client: LambdaClient, move: Move): Promise<void> {
  if (move.from === move.to) return;
  await readProvisionedConcurrency(client, move);
  for (const percent of move.strategy.steps) {
    await share(client, move, move.from, { [move.to]: percent / 100 });
    job.run.summary = `${percent} percent of the traffic goes to version ${move.to}`;
    await watch(job, move).catch(async (error: unknown) => {
      if (error instanceof ActionFailure) await share(client, move, move.from, {});
      throw error;
    });
  }
  await share(client, move, move.to, {});
}

/** Throws where an alarm fires before the step has ended. */
async function watch(job: ActionJob, { strategy, alarms }: Move): Promise<void> {
  const { clock } = job.store.context;
  const end = clock.now().getTime() + strategy.minutes * 60_000;
  for (;;) {
    await requireNoAlarm(job, alarms);
    const left = end - clock.now().getTime();
    if (left <= 0) return;
    await clock.sleep(Math.min(left, POLL_MILLISECONDS), job.signal);
    job.signal.throwIfAborted();
  }
}

async function share(
  client: LambdaClient,
  { functionName: FunctionName, alias: Name }: Move,
  FunctionVersion: string,
  AdditionalVersionWeights: Record<string, number>,
): Promise<void> {
  const RoutingConfig = { AdditionalVersionWeights };
  await client.send(new UpdateAliasCommand({ FunctionName, Name, FunctionVersion, RoutingConfig }));
}

/** AWS asks for the right to read it. */
async function readProvisionedConcurrency(
  client: LambdaClient,
  { functionName: FunctionName, alias: Qualifier }: Move,
): Promise<void> {
  await client
    .send(new GetProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier }))
    .catch((error: Error) => {
      if (error.name !== 'ProvisionedConcurrencyConfigNotFoundException') throw error;
    });
}

const wrong = (message: string): ActionFailure => new ActionFailure('ConfigurationError', message);
