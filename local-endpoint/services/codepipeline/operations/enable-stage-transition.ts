import type { EnableStageTransitionInput } from '@aws-sdk/client-codepipeline';
import type { Operation } from '../../../kit/operation';
import { openGate } from '../engine/flow';
import { findPipeline, findStage } from '../find';
import { gateOf } from '../model';
import { checked, NAME } from '../request';
import type { CodePipelineStore } from '../store';
import { requireInbound } from './disable-stage-transition';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_EnableStageTransition.html */
export const enableStageTransition =
  (store: CodePipelineStore): Operation<EnableStageTransitionInput> =>
  async (input, context) => {
    const given = checked(input, ['pipelineName', 'stageName', 'transitionType'], {
      pipelineName: NAME,
      stageName: NAME,
      transitionType: { among: ['Inbound', 'Outbound'] },
    });
    requireInbound(given.transitionType);
    const pipeline = findPipeline(store, context, given.pipelineName);
    const gate = gateOf(pipeline, findStage(pipeline, given.stageName).name);
    const lastChangedAt = store.context.clock.now();
    gate.transition = { enabled: true, lastChangedBy: context.caller.arn, lastChangedAt };
    openGate(store, gate);
    return {};
  };
