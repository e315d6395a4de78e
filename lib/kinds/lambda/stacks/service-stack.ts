import { Stack, type StackProps } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { pipelineName } from '../../../../handlers/contract/names';
import { identityOf } from '../../../config/identity';
import { isOwned, type LambdaPipeline } from '../config/model';
import { errorAlarm } from './error-alarm';
import { firstVersion, releasedAlias } from './released-alias';
import { ReleasedFunction } from './released-function';

export interface LambdaServiceStackProps extends StackProps {
  /** The pipeline that releases to the functions. */
  readonly pipeline: LambdaPipeline;
}

/**
 * The functions that a pipeline releases to. What a release changes, which is code, configuration, versions and where the
 * alias points, is in no property here that the config decides about, so that deploying the stack again is an empty change
 * set after any release. Of a function that is there already, a stack of its team has all but the alarm. `docs/decisions/0015-lambda-releases.md` has which changes of the config reach it.
 */
export class LambdaServiceStack extends Stack {
  constructor(scope: Construct, id: string, { pipeline, ...props }: LambdaServiceStackProps) {
    const identity = identityOf(pipeline);
    super(scope, id, {
      description: `The functions that pipeline ${pipelineName(identity)} releases to`,
      ...props,
    });
    const { environment, functions, deploy } = pipeline;
    for (const released of functions) {
      if (!isOwned(released)) {
        errorAlarm(new Construct(this, released.name), { pipeline, released });
        continue;
      }
      const one = new ReleasedFunction(this, released.name, { pipeline, environment, released });
      const version = deploy.latest ? undefined : firstVersion(one, one.made);
      releasedAlias(one, { pipeline, released, made: one.made, version });
    }
  }
}
