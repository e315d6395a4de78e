import { commitsReleaseSource } from '../../../build/release-source';
import { verifyProject } from '../../../build/verify';
import { identityOf } from '../../../config/identity';
import { Arns } from '../../../pipeline/arns';
import { hashOfSettings, settingsParameter } from '../../../pipeline/settings';
import { codeUploadSource } from '../../../source/code-upload';
import type { KindStacks } from '../../kind-stacks';
import type { LambdaPipeline } from '../config/model';
import { functionsStackName } from '../config/names';
import { lambdaSettings } from '../config/settings';
import { lambdaCommitBuild } from './commit-build';
import { FunctionsStack, keeperOf } from './functions-stack';
import { LambdaServiceStack } from './service-stack';
import { releaseStages } from './stages';
import { trafficGroups } from './traffic-groups';
import { lambdaVerification } from './verification';

/** What a pipeline of the kind deploys, and its functions. */
export const lambdaStacks: KindStacks<LambdaPipeline> = {
  name: 'lambda',
  target: (scope, pipeline, props) =>
    pipeline.shared
      ? undefined
      : new LambdaServiceStack(scope, functionsStackName(pipeline), { ...props, pipeline }),
  shared(scope, pipelines, propsOf) {
    const [first, ...others] = pipelines;
    if (!first?.shared) return undefined;
    const keeper = keeperOf([first.environment, ...others.map(({ environment }) => environment)]);
    const name = functionsStackName(first);
    return new FunctionsStack(scope, name, { ...propsOf(keeper, name), pipelines, keeper });
  },
  plan(stack, pipeline) {
    const identity = identityOf(pipeline);
    const arns = Arns.of(pipeline.environment);
    const hash = hashOfSettings(lambdaSettings(pipeline, ''));
    const { source } = pipeline;
    const verification = lambdaVerification(pipeline);
    const { stages, events, triggers, dependencies } =
      source.from === 'git'
        ? commitsReleaseSource(stack, lambdaCommitBuild(pipeline, source), arns)
        : codeUploadSource(source, arns);
    return {
      stages: [...stages, ...releaseStages({ pipeline, identity, arns, hash, verification })],
      events,
      triggers,
      dependencies: [
        ...dependencies,
        ...(verification ? [verifyProject(stack, verification)] : []),
        settingsParameter(stack, pipeline, lambdaSettings(pipeline, hash)),
        ...trafficGroups(stack, pipeline, arns),
      ],
    };
  },
};
