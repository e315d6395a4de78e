import { GetParametersCommand, paginateGetParameterHistory, type SSMClient } from '@aws-sdk/client-ssm';
import { ConfigurationError } from '../errors';

/**
 * Parses what CloudFormation wrote.
 * @param name of the parameter, for error messages
 * @throws ConfigurationError with field, rule and value
 */
export type SettingsParser<Settings> = (name: string, text: string) => Settings;

/** The settings that an execution was started with, and what was read beside them in one call. */
export interface SettingsState<Settings> {
  readonly settings: Settings;
  /** Values of the other parameters by name; one that was never written is left out. */
  readonly values: ReadonlyMap<string, string>;
}

/** Reads the settings of one kind of pipeline. */
export interface SettingsReader<Settings> {
  /**
   * Reads the settings with a hash: those of the structure of the pipeline that invokes the function. CloudFormation writes
   * the settings before the pipeline, and a rollback may go back to settings of before, so that the latest ones can be
   * others. They are kept for as long as the function stays warm: what has the same hash is the same.
   * @param name of the parameter
   * @param others names of at most nine parameters to read beside it
   * @throws ConfigurationError where no version of the parameter has the hash, or where it holds something else
   */
  read(
    ssm: SSMClient,
    name: string,
    hash: string,
    others?: readonly string[],
  ): Promise<SettingsState<Settings>>;
}

const MAX_KEPT_SETTINGS = 100;

export function settingsReader<Settings extends { readonly hash: string }>(
  parse: SettingsParser<Settings>,
): SettingsReader<Settings> {
  const kept = new Map<string, Settings>();
  return {
    read: async (ssm, name, hash, others = []) => {
      const key = `${name} ${hash}`;
      const known = kept.get(key);
      const names = known ? others : [name, ...others];
      const values = names.length > 0 ? await readValues(ssm, names) : new Map<string, string>();
      if (known) return { settings: known, values };
      const settings = await wantedOf(ssm, name, hash, parse, values.get(name));
      if (kept.size >= MAX_KEPT_SETTINGS) kept.clear();
      kept.set(key, settings);
      return { settings, values };
    },
  };
}

/** The latest values of at most ten parameters, by name; one that was never written is left out. */
export async function readValues(
  ssm: SSMClient,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { Parameters = [] } = await ssm.send(new GetParametersCommand({ Names: [...names] }));
  return new Map(Parameters.map(({ Name = '', Value = '' }) => [Name, Value]));
}

async function wantedOf<Settings extends { readonly hash: string }>(
  ssm: SSMClient,
  Name: string,
  hash: string,
  parse: SettingsParser<Settings>,
  latest: string | undefined,
): Promise<Settings> {
  if (latest === undefined)
    throw new ConfigurationError(`Parameter ${Name} must hold the settings, got: no such parameter`);
  const settings = parse(Name, latest);
  if (settings.hash === hash) return settings;
  for await (const { Parameters = [] } of paginateGetParameterHistory({ client: ssm }, { Name }))
    for (const { Value = '' } of Parameters) {
      if (!Value.includes(hash)) continue;
      const before = parse(Name, Value);
      if (before.hash === hash) return before;
    }
  throw new ConfigurationError(
    `Parameter ${Name} must have a version with the settings ${hash}, which the pipeline was deployed with, got: ${settings.hash} and none of the last 100 versions; deploy the pipeline's stack again`,
  );
}
