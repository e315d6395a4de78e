import { paginateGetParameterHistory, type SSMClient } from '@aws-sdk/client-ssm';
import { ConfigurationError } from '../errors';
import { type ParameterQuery, readParameters, type StateParameter } from './read-parameters';

/**
 * Parses what CloudFormation wrote.
 * @param name of the parameter, for error messages
 * @throws ConfigurationError with field, rule and value
 */
export type SettingsParser<Settings> = (name: string, text: string) => Settings;

/** Settings, and the parameters beside them, read in one call. */
export interface SettingsState<Settings> {
  readonly settings: Settings;
  /** By name; a parameter that was never written is left out. */
  readonly parameters: ReadonlyMap<string, StateParameter>;
}

/**
 * Reads the settings with a hash: those of the structure of the pipeline that invokes the function. CloudFormation writes the
 * settings before the pipeline, and a rollback may go back to settings of before, so that the latest ones can be others.
 * Alone, they are read once for as long as the function stays warm: what has the same hash is the same. Beside other
 * parameters they are read each time, in the same call, so that a person's edit is found before anything is made of it.
 * @param name of the parameter
 * @param queries at most nine parameters to read beside it @default - none
 * @throws ConfigurationError where no version of the parameter has the hash, or where it holds something else
 * @throws ReleaseError where a version is gone that one of the queries names
 */
export type SettingsReader<Settings> = (
  ssm: SSMClient,
  name: string,
  hash: string,
  queries?: readonly ParameterQuery[],
) => Promise<SettingsState<Settings>>;

const MAX_KEPT_SETTINGS = 100;

/** Reads the settings of one kind of pipeline. */
export function settingsReader<Settings extends { readonly hash: string }>(
  parse: SettingsParser<Settings>,
): SettingsReader<Settings> {
  const kept = new Map<string, Settings>();
  return async (ssm, name, hash, queries = []) => {
    const key = `${name} ${hash}`;
    const known = kept.get(key);
    if (known && queries.length === 0) return { settings: known, parameters: new Map() };
    const parameters = await readParameters(ssm, [{ name }, ...queries]);
    const latest = latestOf(name, parse, parameters.get(name));
    const settings =
      latest.hash === hash
        ? latest
        : (known ?? (await settingsOfBefore(ssm, name, hash, parse, latest.hash)));
    if (kept.size >= MAX_KEPT_SETTINGS) kept.clear();
    kept.set(key, settings);
    return { settings, parameters };
  };
}

function latestOf<Settings>(
  name: string,
  parse: SettingsParser<Settings>,
  parameter: StateParameter | undefined,
): Settings {
  if (parameter) return parse(name, parameter.value);
  throw new ConfigurationError(`Parameter ${name} must hold the settings, got: no such parameter`);
}

async function settingsOfBefore<Settings extends { readonly hash: string }>(
  ssm: SSMClient,
  Name: string,
  hash: string,
  parse: SettingsParser<Settings>,
  latest: string,
): Promise<Settings> {
  for await (const { Parameters = [] } of paginateGetParameterHistory({ client: ssm }, { Name }))
    for (const { Value = '' } of Parameters) {
      if (!Value.includes(hash)) continue;
      const settings = parse(Name, Value);
      if (settings.hash === hash) return settings;
    }
  throw new ConfigurationError(
    `Parameter ${Name} must have a version with the settings ${hash}, which the pipeline was deployed with, got: ${latest} and none of the last 100 versions; deploy the pipeline's stack again`,
  );
}
