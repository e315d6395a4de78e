import { commitsReleaseSource } from '../../../build/release-source';
import { verifyProject } from '../../../build/verify';
import { identityOf } from '../../../config/identity';
import { serviceStackName } from '../../../load-balancing/config/names';
import { Arns } from '../../../pipeline/arns';
import { hashOfSettings, settingsParameter } from '../../../pipeline/settings';
import { codeUploadSource } from '../../../source/code-upload';
import type { KindStacks } from '../../kind-stacks';
import type { LambdaPipeline } from '../config/model';
import { lambdaSettings } from '../config/settings';
import { lambdaCommitBuild } from './commit-build';
import { LambdaServiceStack } from './service-stack';
import { releaseStages } from './stages';
import { trafficGroups } from './traffic-groups';
import { lambdaVerification } from './verification';

/** What a pipeline of the kind deploys, and its functions. */
export const lambdaStacks: KindStacks<LambdaPipeline> = {
  name: 'lambda',
  target: (scope, pipeline, props) =>
    new LambdaServiceStack(scope, serviceStackName(identityOf(pipeline)), { ...props, pipeline }),
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
