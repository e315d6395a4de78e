import { paginateGetParameterHistory, type SSMClient } from '@aws-sdk/client-ssm';
import {
  type AnyFleetSettings,
  type BaseFleetSettings,
  type FleetSettings,
  isRefreshed,
  type RefreshedFleetSettings,
} from '../contract/fleet-settings';
import { fleetParameterName, settingsParameterName, type PipelineIdentity } from '../contract/names';
import { ConfigurationError } from '../errors';
import { type ParameterQuery, readParameters, type StateParameter } from './parameters';
import { parseSettings } from './parse-settings';

/** Settings that were read before, by parameter and hash: what has the same hash is the same. */
const cache = new Map<string, AnyFleetSettings>();
const MAX_CACHED_SETTINGS = 100;

/** The settings that an execution was started with, and the state beside them, read in one call. */
export interface FleetState<Settings extends BaseFleetSettings = FleetSettings> {
  readonly settings: Settings;
  /** By name; a parameter that was never written is left out. */
  readonly parameters: ReadonlyMap<string, StateParameter>;
}

/**
 * Reads state parameters, and the settings with a hash: those of the structure of the pipeline that invokes the function.
 * CloudFormation writes the settings before the pipeline, and a rollback may go back to settings of before, so that the
 * latest ones can be others.
 * @throws ConfigurationError where no version of the parameter has the hash, or where it holds something else
 */
export async function readAnyState(
  ssm: SSMClient,
  identity: PipelineIdentity,
  hash: string,
  queries: readonly ParameterQuery[],
): Promise<FleetState<AnyFleetSettings>> {
  const name = settingsParameterName(identity);
  const parameters = await readParameters(ssm, [{ name }, ...queries]);
  const latest = parameters.get(name);
  if (!latest)
    throw new ConfigurationError(`Parameter ${name} must hold the settings, got: no such parameter`);
  const settings = parseSettings(name, latest.value);
  const wanted = settings.hash === hash ? settings : await settingsOfBefore(ssm, name, hash, settings.hash);
  if (cache.size >= MAX_CACHED_SETTINGS) cache.clear();
  cache.set(`${name} ${hash}`, wanted);
  return { settings: wanted, parameters };
}

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

/** The settings with a hash, read only where this function has not read them before: a look needs few calls. */
export const readSettings = async (
  ssm: SSMClient,
  identity: PipelineIdentity,
  hash: string,
): Promise<FleetSettings> => withTraffic(await readAnySettings(ssm, identity, hash), identity);

/** The same of a fleet that instance refreshes release. @throws ConfigurationError where they do not */
export async function readRefreshedSettings(
  ssm: SSMClient,
  identity: PipelineIdentity,
  hash: string,
): Promise<RefreshedFleetSettings> {
  const settings = await readAnySettings(ssm, identity, hash);
  if (isRefreshed(settings)) return settings;
  throw otherStrategy(identity, 'refresh');
}

async function readAnySettings(
  ssm: SSMClient,
  identity: PipelineIdentity,
  hash: string,
): Promise<AnyFleetSettings> {
  const known = cache.get(`${settingsParameterName(identity)} ${hash}`);
  return known ?? (await readAnyState(ssm, identity, hash, [])).settings;
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

async function settingsOfBefore(
  ssm: SSMClient,
  Name: string,
  hash: string,
  latest: string,
): Promise<AnyFleetSettings> {
  for await (const { Parameters = [] } of paginateGetParameterHistory({ client: ssm }, { Name }))
    for (const { Value = '' } of Parameters) {
      if (!Value.includes(hash)) continue;
      const settings = parseSettings(Name, Value);
      if (settings.hash === hash) return settings;
    }
  throw new ConfigurationError(
    `Parameter ${Name} must have a version with the settings ${hash}, which the pipeline was deployed with, got: ${latest} and none of the last 100 versions; deploy the pipeline's stack again`,
  );
}
