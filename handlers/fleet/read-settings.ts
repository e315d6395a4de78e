import type { SSMClient } from '@aws-sdk/client-ssm';
import {
  type AnyFleetSettings,
  type BaseFleetSettings,
  type FleetSettings,
  isRefreshed,
  type RefreshedFleetSettings,
} from '../contract/fleet-settings';
import { fleetParameterName, type PipelineIdentity, settingsParameterName } from '../contract/names';
import { ConfigurationError } from '../errors';
import { type ParameterQuery, readParameters } from '../parameters/read-parameters';
import { type SettingsState, settingsReader } from '../parameters/settings-reader';
import { parseSettings } from './parse-settings';

/** The settings that an execution was started with, and the state beside them, read in one call. */
export type FleetState<Settings extends BaseFleetSettings = FleetSettings> = SettingsState<Settings>;

const reader = settingsReader(parseSettings);

/**
 * Reads state parameters, and the settings that the pipeline was deployed with.
 * @throws ConfigurationError where no version of the parameter has the hash, or where it holds something else
 */
export const readAnyState = (
  ssm: SSMClient,
  identity: PipelineIdentity,
  hash: string,
  queries: readonly ParameterQuery[] = [],
): Promise<FleetState<AnyFleetSettings>> => reader(ssm, settingsParameterName(identity), hash, queries);

/** The same of a fleet whose traffic moves from group to group. @throws ConfigurationError where it does not */
export async function readState(
  ssm: SSMClient,
  identity: PipelineIdentity,
  hash: string,
  queries: readonly ParameterQuery[],
): Promise<FleetState> {
  const { settings, parameters } = await readAnyState(ssm, identity, hash, queries);
  return { settings: withTraffic(settings, identity), parameters };
}

/** The settings alone, which a look after the first need not read again. @throws ConfigurationError as above */
export const readSettings = async (
  ssm: SSMClient,
  identity: PipelineIdentity,
  hash: string,
): Promise<FleetSettings> => (await readState(ssm, identity, hash, [])).settings;

/** The same of a fleet that instance refreshes release. @throws ConfigurationError where they do not */
export async function readRefreshedSettings(
  ssm: SSMClient,
  identity: PipelineIdentity,
  hash: string,
): Promise<RefreshedFleetSettings> {
  const { settings } = await readAnyState(ssm, identity, hash);
  if (isRefreshed(settings)) return settings;
  throw otherStrategy(identity, 'refresh');
}

function withTraffic(settings: AnyFleetSettings, identity: PipelineIdentity): FleetSettings {
  if (isRefreshed(settings)) throw otherStrategy(identity, 'traffic');
  return settings;
}

const otherStrategy = (identity: PipelineIdentity, part: string): ConfigurationError =>
  new ConfigurationError(
    `Parameter ${settingsParameterName(identity)} must have ${part}, got: the settings of another strategy; deploy the pipeline's stack again`,
  );

/**
 * The settings of the latest deployment of the pipeline's stack.
 * @returns nothing where the pipeline has no fleet
 * @throws ConfigurationError where it has one, which a release has recorded or has begun to make, and no settings: someone
 * has deleted them
 */
export async function readLatestState(
  ssm: SSMClient,
  identity: PipelineIdentity,
  queries: readonly ParameterQuery[],
): Promise<FleetState<AnyFleetSettings> | undefined> {
  const name = settingsParameterName(identity);
  const parameters = await readParameters(ssm, [{ name }, ...queries]);
  const latest = parameters.get(name);
  if (latest) return { settings: parseSettings(name, latest.value), parameters };
  const recorded = (['asg/new', 'asg/green', 'launch-template'] as const)
    .map((one) => fleetParameterName(identity, one))
    .filter((one) => parameters.has(one));
  if (recorded.length === 0) return undefined;
  throw new ConfigurationError(
    `Parameter ${name} must hold the settings, because ${recorded.join(' and ')} record a fleet, got: no such parameter; deploy the pipeline's stack again`,
  );
}
