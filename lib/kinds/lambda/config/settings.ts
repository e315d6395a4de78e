import type {
  FunctionSettings,
  LambdaSettings,
  TrafficHooks,
} from '../../../../handlers/contract/lambda-settings';
import type { LambdaPipeline } from './model';
import { functionName, hookName } from './names';

/** CodeDeploy's pages have names in an AppSpec file, and no ARNs. */
const byName = (hooks: TrafficHooks): TrafficHooks =>
  Object.fromEntries(Object.entries(hooks).map(([hook, given]: [string, string]) => [hook, hookName(given)]));

/** What the action functions need of the config. @param hash see `hashOfSettings`; empty for what it is of */
export function lambdaSettings(pipeline: LambdaPipeline, hash: string): LambdaSettings {
  const { alias, keepVersions, hooks, latest } = pipeline.deploy;
  return {
    ...{ hash, alias, keepVersions },
    ...(hooks && { hooks: byName(hooks) }),
    ...(latest && { latest }),
    ...(pipeline.shared && { shared: pipeline.shared.map(({ name }) => name) }),
    functions: Object.fromEntries(
      pipeline.functions.map((one) => {
        const {
          code,
          handler,
          runtime,
          architecture,
          memory,
          timeout,
          environment,
          parameters,
          network,
          snapStart,
        } = one;
        const settings: FunctionSettings = {
          functionName: functionName(pipeline, one),
          ...(one.existing !== undefined && { existing: true }),
          ...{ code, handler, runtime, architecture, memory, timeout, environment },
          ...(parameters && { parameters }),
          ...(network && { network }),
          ...(snapStart !== undefined && { snapStart }),
        };
        return [one.name, settings];
      }),
    ),
  };
}
