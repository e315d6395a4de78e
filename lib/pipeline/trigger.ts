import { CfnRule } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import {
  eventsRoleName,
  type PipelineIdentity,
  pipelineName,
  undeliveredEventsName,
} from '../../handlers/contract/names';
import type { Arns } from './arns';
import { withDeadLetters } from './delivery';

/** An event that starts a pipeline, and the revision it is to run with. */
export interface Trigger {
  /** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html */
  readonly pattern: object;
  /** What the source action of that name takes instead of the newest. */
  readonly revision: {
    readonly action: string;
    readonly type: 'IMAGE_DIGEST' | 'S3_OBJECT_VERSION_ID' | 'COMMIT_ID';
    /** JSON path of the value in the event. */
    readonly path: string;
  };
}

/**
 * The rule that starts the pipeline, with what started it pinned: whatever is pushed while the execution waits its turn
 * does not slip in. https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-trigger-source-overrides.html
 */
export function startOn(
  scope: Construct,
  id: string,
  trigger: Trigger,
  identity: PipelineIdentity,
  arns: Arns,
): CfnRule {
  const { action, type, path } = trigger.revision;
  const revision = { actionName: action, revisionType: type, revisionValue: '<id>' };
  return new CfnRule(scope, id, {
    eventPattern: trigger.pattern,
    targets: [
      {
        id: 'Pipeline',
        arn: arns.pipeline(pipelineName(identity)),
        roleArn: arns.role(eventsRoleName(identity.prefix, identity.environment)),
        inputTransformer: {
          inputPathsMap: { id: path },
          inputTemplate: JSON.stringify({ sourceRevisions: [revision] }),
        },
        ...withDeadLetters(arns.queue(undeliveredEventsName(identity.prefix, identity.environment))),
      },
    ],
  });
}
