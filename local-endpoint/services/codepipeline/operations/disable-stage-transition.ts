import type { DisableStageTransitionInput } from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { findPipeline, findStage } from '../find';
import { gateOf } from '../model';
import { checked, NAME } from '../request';
import type { CodePipelineStore } from '../store';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_DisableStageTransition.html. Only the way in can be closed. */
export const disableStageTransition =
  (store: CodePipelineStore): Operation<DisableStageTransitionInput> =>
  async (input, context) => {
    const given = checked(input, ['pipelineName', 'stageName', 'transitionType', 'reason'], {
      pipelineName: NAME,
      stageName: NAME,
      transitionType: { among: ['Inbound', 'Outbound'] },
      reason: { maximumLength: 300, pattern: /^[a-zA-Z0-9!@ ()\\.*?\-\s]+$/ },
    });
    requireInbound(given.transitionType);
    const pipeline = findPipeline(store, context, given.pipelineName);
    const { name } = findStage(pipeline, given.stageName);
    gateOf(pipeline, name).transition = {
      enabled: false,
      lastChangedBy: context.caller.arn,
      lastChangedAt: store.context.clock.now(),
      disabledReason: given.reason,
    };
    return {};
  };

/** @throws AwsError `ValidationException` for the way out of a stage, which nothing looks at here */
export function requireInbound(transitionType: string): void {
  if (transitionType === 'Inbound') return;
  throw new AwsError(
    'ValidationException',
    `The local endpoint does not support the transition type ${transitionType}: use Inbound`,
  );
}
