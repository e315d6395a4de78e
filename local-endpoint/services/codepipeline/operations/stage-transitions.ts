import type { DisableStageTransitionInput, EnableStageTransitionInput } from '@aws-sdk/client-codepipeline';
import { notSupported } from '../../../kit/not-supported';
import type { Operation } from '../../../kit/operation';
import { validate } from '../../../kit/validate';
import { admitNext } from '../engine/flow';
import { findPipeline, findStage } from '../find';
import { stageRuntime } from '../model';
import { NAME } from '../request';
import type { CodePipelineStore } from '../store';

const RULES = {
  pipelineName: NAME,
  stageName: NAME,
  transitionType: { oneOf: ['Inbound', 'Outbound'] },
};

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_DisableStageTransition.html. Inbound transitions only. */
export const disableStageTransition =
  (store: CodePipelineStore): Operation<DisableStageTransitionInput> =>
  async (input, context) => {
    const given = validate(input, ['pipelineName', 'stageName', 'transitionType', 'reason'], {
      ...RULES,
      reason: { maxLength: 300, pattern: /^[a-zA-Z0-9!@ ()\\.*?\-\s]+$/ },
    });
    requireInbound(given.transitionType);
    const pipeline = findPipeline(store, context, given.pipelineName);
    const { name } = findStage(pipeline, given.stageName);
    stageRuntime(pipeline, name).transition = {
      enabled: false,
      lastChangedBy: context.caller.arn,
      lastChangedAt: store.context.clock.now(),
      disabledReason: given.reason,
    };
    return {};
  };

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_EnableStageTransition.html */
export const enableStageTransition =
  (store: CodePipelineStore): Operation<EnableStageTransitionInput> =>
  async (input, context) => {
    const given = validate(input, ['pipelineName', 'stageName', 'transitionType'], RULES);
    requireInbound(given.transitionType);
    const pipeline = findPipeline(store, context, given.pipelineName);
    const runtime = stageRuntime(pipeline, findStage(pipeline, given.stageName).name);
    const lastChangedAt = store.context.clock.now();
    runtime.transition = { enabled: true, lastChangedBy: context.caller.arn, lastChangedAt };
    admitNext(store, runtime);
    return {};
  };

/** @throws AwsError `UnsupportedOperation` for the transition out of a stage */
function requireInbound(transitionType: string): void {
  if (transitionType === 'Inbound') return;
  throw notSupported(`codepipeline: transitionType ${transitionType}`, 'use Inbound');
}
