import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { FunctionNetwork, FunctionSettings } from '../contract/lambda-settings';

/** What a release makes of a function. */
export interface WantedFunction extends FunctionSettings {
  readonly handler: string;
  readonly runtime: string;
  readonly architecture: 'x86_64' | 'arm64';
  readonly memory: number;
  readonly timeout: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly snapStart: boolean;
}

/**
 * What the settings say; of an existing function what they leave out is what it has, so that it differs in nothing.
 * @param latest of `$LATEST`
 */
export function wantedOf(settings: FunctionSettings, latest: FunctionConfiguration): WantedFunction {
  const {
    handler = latest.Handler ?? '',
    runtime = latest.Runtime ?? '',
    architecture = latest.Architectures?.includes('arm64') ? 'arm64' : 'x86_64',
    memory = latest.MemorySize ?? 128,
    timeout = latest.Timeout ?? 3,
    environment = latest.Environment?.Variables ?? {},
    snapStart = settings.existing ? latest.SnapStart?.ApplyOn === 'PublishedVersions' : false,
    network = settings.existing ? networkOf(latest) : undefined,
  } = settings;
  return {
    ...{ ...settings, handler, runtime, architecture, memory, timeout, environment, snapStart },
    ...(network && { network }),
  };
}

const networkOf = ({ VpcConfig }: FunctionConfiguration): FunctionNetwork | undefined =>
  VpcConfig?.SubnetIds?.length
    ? { subnets: VpcConfig.SubnetIds, securityGroups: VpcConfig.SecurityGroupIds ?? [] }
    : undefined;
