import { Stack, type StackProps } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Environment } from '../../../config/model';
import { isOwned, type LambdaFunction, type LambdaPipeline } from '../config/model';
import { functionsName } from '../config/names';
import { errorAlarm } from './error-alarm';
import { firstVersion, releasedAlias } from './released-alias';
import { ReleasedFunction } from './released-function';

export interface FunctionsStackProps extends StackProps {
  /** Those of one entry, each of which releases to an alias of its own; at least one. */
  readonly pipelines: readonly LambdaPipeline[];
  /** See {@link keeperOf}. */
  readonly keeper: Environment;
}

/**
 * The functions that environments are aliases of, with an alias and an alarm for each. Like the stack of one environment's
 * functions it has nothing that a release changes. Every alias begins at the first version, which is never deleted, so that
 * an environment can be added.
 */
export class FunctionsStack extends Stack {
  constructor(scope: Construct, id: string, { pipelines, keeper, ...props }: FunctionsStackProps) {
    const [first] = pipelines;
    super(scope, id, {
      description: first && `The functions that the pipelines of ${functionsName(first)} release to`,
      ...props,
    });
    for (const [name, uses] of usesByFunction(pipelines)) {
      const [{ pipeline, released }] = uses;
      const scopeOf = (of: Construct, { environment }: LambdaPipeline) => new Construct(of, environment.name);
      if (!isOwned(released)) {
        const alarms = new Construct(this, name);
        for (const one of uses) errorAlarm(scopeOf(alarms, one.pipeline), one);
        continue;
      }
      const made = new ReleasedFunction(this, name, { pipeline, released, environment: keeper });
      const version = firstVersion(made, made.made);
      for (const one of uses)
        if (isOwned(one.released))
          releasedAlias(scopeOf(made, one.pipeline), {
            ...{ pipeline: one.pipeline, released: one.released, made: made.made, version },
          });
    }
  }
}

/** A function as one of its pipelines has it. */
interface FunctionUse {
  readonly pipeline: LambdaPipeline;
  readonly released: LambdaFunction;
}

function usesByFunction(
  pipelines: readonly LambdaPipeline[],
): ReadonlyMap<string, readonly [FunctionUse, ...FunctionUse[]]> {
  const uses = new Map<string, [FunctionUse, ...FunctionUse[]]>();
  for (const pipeline of pipelines)
    for (const released of pipeline.functions) {
      const known = uses.get(released.name);
      if (known) known.push({ pipeline, released });
      else uses.set(released.name, [{ pipeline, released }]);
    }
  return uses;
}

/** How what environments share is kept: as the strictest of them asks for. */
export function keeperOf(environments: readonly [Environment, ...Environment[]]): Environment {
  const strictest = environments.find(({ hardened }) => hardened) ?? environments[0];
  return {
    ...strictest,
    retain: environments.some(({ retain }) => retain),
    logRetentionDays: Math.max(...environments.map(({ logRetentionDays }) => logRetentionDays)),
  };
}
