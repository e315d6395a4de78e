import type { FunctionSettings, LambdaSettings } from '../../../../handlers/contract/lambda-settings';
import { identityOf } from '../../../config/identity';
import type { LambdaPipeline } from './model';
import { functionName } from './names';

/** What the action functions need of the config. @param hash see `hashOfSettings`; empty for what it is of */
export function lambdaSettings(pipeline: LambdaPipeline, hash: string): LambdaSettings {
  const { alias, keepVersions } = pipeline.deploy;
  const identity = identityOf(pipeline);
  return {
    ...{ hash, alias, keepVersions },
    functions: Object.fromEntries(
      pipeline.functions.map((one) => {
        const { code, handler, runtime, architecture, memory, timeout, environment, parameters, network } =
          one;
        const settings: FunctionSettings = {
          functionName: functionName(identity, one),
          ...{ code, handler, runtime, architecture, memory, timeout, environment },
          ...(parameters && { parameters }),
          ...(network && { network }),
        };
        return [one.name, settings];
      }),
    ),
  };
}
